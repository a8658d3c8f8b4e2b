import { useQuery } from '@tanstack/react-query';
import type { BatchAnswer } from '../../http/schemas/batch.ts';
import { call, type Json } from '../api/call.ts';
import { queryKeys } from '../api/query-keys.ts';
import type { Batch } from '../api/types.ts';
import { useSession } from '../api/use-session.ts';
import { useSay } from '../i18n/say.ts';
import { shanghaiMinute } from '../i18n/shanghai-time.ts';
import { ProblemNotice } from './problem-notice.tsx';
import { ReleaseForm } from './release-form.tsx';
import { StateTag } from './state-tag.tsx';

type Gate = NonNullable<Json<BatchAnswer>['gate']>;

/** What the gate found of a run's batch, and the release of one that is held. */
export function GatePanel({ batch }: { readonly batch: Batch }) {
  const say = useSay();
  const session = useSession();
  const { id, scoredCount, failedCount } = batch;
  const { data, error, refetch } = useQuery({
    // Judged anew when another sample is done.
    queryKey: [...queryKeys.gate(id), scoredCount + failedCount],
    queryFn: ({ signal }) => call<BatchAnswer>(`/api/v1/runs/${id}/batch`, { signal }),
    placeholderData: (earlier) => earlier,
  });
  if (error) return <ProblemNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  const { gate, state } = data;
  const mayRelease = session?.permissions.includes('batch.release') === true && state === 'HELD';
  return (
    <section className="panel">
      <div className="panel-head">
        <h2>{say('batchGate')}</h2>
        <StateTag code={state} />
        {gate && <span className="quiet small">{shanghaiMinute(gate.judgedAt)}</span>}
        {gate === null && state === 'OPEN' && (
          <span className="quiet small">{say('gateOpen')}</span>
        )}
        {gate?.release && (
          <span className="small">
            {say('releasedBy', { name: gate.release.by })} · {gate.release.reason}
          </span>
        )}
      </div>
      {gate && <Lights lights={gate.lights} />}
      {mayRelease && <ReleaseForm runId={id} batch={data} />}
    </section>
  );
}

/** What is not green in full, and how many are. */
function Lights({ lights }: { readonly lights: Gate['lights'] }) {
  const say = useSay();
  const shown = lights.filter(({ colour }) => colour === 'red' || colour === 'amber');
  const green = lights.filter(({ colour }) => colour === 'green').length;
  return (
    <>
      {shown.length > 0 && (
        <table className="plain-table">
          <thead>
            <tr>
              <th scope="col">{say('light')}</th>
              <th scope="col">{say('check')}</th>
              <th scope="col">{say('sample')}</th>
              <th scope="col">{say('finding')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ check, subject, colour, detail }) => (
              <tr key={`${check}/${subject}`}>
                <td>
                  <StateTag code={colour} />
                </td>
                <td>{say.code(check)}</td>
                <td>{subject}</td>
                <td lang="en">{detail}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="quiet small">{say('lightsGreen', { count: green, all: lights.length })}</p>
    </>
  );
}
