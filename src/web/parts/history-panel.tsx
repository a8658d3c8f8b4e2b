import type { Sample } from '../api/types.ts';
import { Link } from '../app/navigation.tsx';
import { fixed, percent } from '../i18n/number-format.ts';
import { useSay } from '../i18n/say.ts';
import { StateTag } from './state-tag.tsx';

/** All samples of this pregnancy: earlier and later draws, second libraries. */
export function HistoryPanel({ sample }: { readonly sample: Sample }) {
  const say = useSay();
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{say('history')}</h2>
        <span className="quiet small">{say('historyHint')}</span>
        {sample.pregnancyId && (
          <Link href={`/aftercare/${sample.pregnancyId}`}>{say('toPregnancy')}</Link>
        )}
      </div>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{say('drawnOn')}</th>
            <th scope="col">{say('gestationalAge')}</th>
            <th scope="col">{say('specimen')}</th>
            <th scope="col">{say('sample')}</th>
            {['21', '18', '13'].map((chromosome) => (
              <th key={chromosome} scope="col">
                T{chromosome}
              </th>
            ))}
            <th scope="col" className="number">
              {say('fetalFractionShort')}
            </th>
            <th scope="col">{say('review')}</th>
          </tr>
        </thead>
        <tbody>
          {sample.history.map((each) => (
            <HistoryRow key={each.id} each={each} isThis={each.id === sample.id} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface HistoryRowProps {
  readonly each: Sample['history'][number];
  readonly isThis: boolean;
}

function HistoryRow({ each, isThis }: HistoryRowProps) {
  const say = useSay();
  const { result, gestationalDaysAtDraw: days } = each;
  return (
    <tr>
      <td>{each.drawnOn}</td>
      <td>{`${Math.floor(days / 7)}+${days % 7}`}</td>
      <td>
        {each.specimen} <StateTag code={each.specimenState} />
      </td>
      <td>
        {isThis ? (
          <strong>{say('thisSample')}</strong>
        ) : (
          <Link href={`/samples/${each.id}`}>
            {each.name} · {each.flowcell}
          </Link>
        )}
      </td>
      {['21', '18', '13'].map((chromosome) => {
        const target = result?.targets.find((one) => one.chromosome === chromosome);
        return (
          <td key={chromosome}>
            {target && (
              <>
                <StateTag code={target.verdict} /> {fixed(target.z, 2)}
              </>
            )}
          </td>
        );
      })}
      <td className="number">{result && percent(result.fetalFraction.estimate)}</td>
      <td>
        {each.reportId === null ? (
          each.reviewState && <StateTag code={each.reviewState} />
        ) : (
          <a href={`/reports/${each.reportId}`}>{say('report')}</a>
        )}
      </td>
    </tr>
  );
}
