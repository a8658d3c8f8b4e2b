import { useQuery } from '@tanstack/react-query';
import type { QualityLimitsAnswers } from '../../../http/schemas/batch.ts';
import { call, type Json } from '../../api/call.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { grouped } from '../../i18n/number-format.ts';
import { useSay } from '../../i18n/say.ts';
import { Loading } from '../loading.tsx';
import { ProblemNotice } from '../problem-notice.tsx';
import { HeadRow } from './head-row.tsx';

type Limits = Json<QualityLimitsAnswers>['items'][number];
type Line = Limits['sample'][number] & { readonly of: 'sample' | 'run' | 'batch' };

const columns = ['limitOf', 'limitName', 'amberLimit', 'redLimit', 'unit', 'limitSource'] as const;

/** The limits that samples, runs and batches are held against: data of the software, only shown. */
export default function QualityLimits() {
  const say = useSay();
  const { data, error, refetch } = useQuery({
    queryKey: queryKeys.qualityLimits,
    queryFn: ({ signal }) => call<QualityLimitsAnswers>('/api/v1/quality-limits', { signal }),
  });
  const newestFirst = data?.items.toSorted((one, other) => other.version - one.version);
  return (
    <div className="stack">
      <p className="quiet">{say('limitsHint')}</p>
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {newestFirst?.map((limits) => (
        <Version key={limits.version} limits={limits} />
      ))}
    </div>
  );
}

function Version({ limits }: { readonly limits: Limits }) {
  const say = useSay();
  const { version, validFrom: from, validTo: to, controls, driftPatientsMin: patients } = limits;
  const of = (kind: Line['of']) => limits[kind].map((line): Line => ({ ...line, of: kind }));
  const items = [...of('sample'), ...of('run'), ...of('batch')];
  const list = controls.map(say.code).join(say.language === 'zh' ? '、' : ', ');
  const title = say('limitsVersion', { version });
  return (
    <section className="panel stack" aria-label={title}>
      <div className="panel-head">
        <h2>{title}</h2>
        <span className="quiet small">
          {to === null ? say('limitsSince', { from }) : say('limitsBetween', { from, to })}
        </span>
      </div>
      <table className="plain-table">
        <HeadRow columns={columns} />
        <tbody>
          {items.map((line) => (
            <Row key={line.of + line.name} line={line} />
          ))}
        </tbody>
      </table>
      <p>{say('limitsControls', { list, patients })}</p>
    </section>
  );
}

function Row({ line }: { readonly line: Line }) {
  const say = useSay();
  const bound = (value: number | null) =>
    value === null
      ? '–'
      : `${line.badSide === 'below' ? '<' : '>'} ${value < 1000 ? value : grouped(value)}`;
  return (
    <tr>
      <td>{say.code(line.of)}</td>
      <th scope="row">{say.code(line.name)}</th>
      <td>{bound(line.amber)}</td>
      <td>{bound(line.red)}</td>
      <td>{say.code(line.unit)}</td>
      <td className="quiet small" lang="en">
        {line.source}
      </td>
    </tr>
  );
}
