import type { Analysis } from '../api/types.ts';
import { GcCurve } from '../charts/gc-curve.tsx';
import { gcClasses } from '../charts/gc-curve-data.ts';
import { fixed, grouped, percent } from '../i18n/number-format.ts';
import { useSay } from '../i18n/say.ts';
import { useProfile } from './genome-panel.tsx';
import { StateTag } from './state-tag.tsx';

interface QualityPanelProps {
  readonly id: string;
  readonly name: string;
  readonly analysis: Analysis;
}

type Check = Analysis['qc']['checks'][number];

/** The quality checks, and reads against GC before and after correction. */
export function QualityPanel({ id, name, analysis }: QualityPanelProps) {
  const say = useSay();
  const { data } = useProfile(id, analysis);
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{say('quality')}</h2>
        <StateTag code={analysis.qc.verdict} />
      </div>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{say('check')}</th>
            <th scope="col" className="number">
              {say('value')}
            </th>
            <th scope="col" className="number">
              {say('limit')}
            </th>
            <th scope="col">{say('verdict')}</th>
          </tr>
        </thead>
        <tbody>
          {analysis.qc.checks.map((check) => (
            <tr key={check.name}>
              <th scope="row">{say.code(check.name)}</th>
              <td className="number">{measured(check, check.value)}</td>
              <td className="number">{measured(check, check.limit)}</td>
              <td>
                <StateTag code={check.verdict} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {data && (
        <>
          <h3>{say('readsByGc')}</h3>
          <GcCurve classes={gcClasses(data)} label={`${name}: ${say('readsByGc')}`} />
        </>
      )}
      <p className="mono quiet">
        SHA-256 {analysis.input.file}: {analysis.input.sha256}
      </p>
    </section>
  );
}

function measured({ unit }: Check, value: number | null): string {
  if (value === null) return fixed(null, 0);
  if (unit === 'fraction') return percent(value);
  return Number.isInteger(value) ? grouped(value) : fixed(value, 3);
}
