import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type FormEvent, useState } from 'react';
import type { ModelAnswer } from '../../../http/schemas/model.ts';
import type { LastShadowRun } from '../../../http/schemas/model-decision.ts';
import { call, type Json } from '../../api/call.ts';
import { queryKeys } from '../../api/query-keys.ts';
import { mayIn, useSession } from '../../api/use-session.ts';
import { Link } from '../../app/navigation.tsx';
import { ShadowScatter } from '../../charts/shadow-scatter.tsx';
import { shadowPanels, shadowScale } from '../../charts/shadow-scatter-data.ts';
import { fixed, percent } from '../../i18n/number-format.ts';
import { useSay } from '../../i18n/say.ts';
import { shanghaiMinute } from '../../i18n/shanghai-time.ts';
import { ProblemNotice } from '../problem-notice.tsx';
import { StateTag } from '../state-tag.tsx';
import { useAct } from '../use-act.ts';

type Run = NonNullable<Json<LastShadowRun>['shadowRun']>;

const refetchMilliseconds = 3000;
const batchChoices = [1, 3, 5, 10, 20];

/** What a model says of the last batches beside the one in use, and the form to have it run. */
export function ShadowPanel({ model }: { readonly model: Json<ModelAnswer> }) {
  const say = useSay();
  const session = useSession();
  const { id, state } = model;
  const { data, error, refetch } = useQuery({
    queryKey: queryKeys.shadowRun(id),
    queryFn: ({ signal }) =>
      call<LastShadowRun>(`/api/v1/models/${encodeURIComponent(id)}/shadow-run`, { signal }),
    refetchInterval: ({ state: { data: last } }) =>
      (last?.shadowRun?.waiting ?? 0) > 0 ? refetchMilliseconds : false,
  });
  if (state !== 'CANDIDATE' && !data?.shadowRun) return null;
  return (
    <section className="panel stack" aria-label={say('runBeside')}>
      <div className="panel-head">
        <h2>{say('runBeside')}</h2>
        {state === 'CANDIDATE' && mayIn(session, 'model.propose') && <RunForm id={id} />}
      </div>
      <p className="quiet small">{say('runBesideHint')}</p>
      {error && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {data?.shadowRun && <RunFound run={data.shadowRun} />}
    </section>
  );
}

function RunForm({ id }: { readonly id: string }) {
  const say = useSay();
  const [batches, choose] = useState(3);
  const act = useAct(queryKeys.model(id));
  const start = (event: FormEvent) => {
    event.preventDefault();
    const path = `/api/v1/models/${encodeURIComponent(id)}/shadow-run`;
    if (!act.isPending) act.mutate({ path, body: { batches } });
  };
  return (
    <form className="row-actions" onSubmit={start}>
      <label className="small">
        {say('lastBatches')}{' '}
        <select value={batches} onChange={(event) => choose(Number(event.target.value))}>
          {batchChoices.map((count) => (
            <option key={count} value={count}>
              {count}
            </option>
          ))}
        </select>
      </label>
      <Button htmlType="submit" size="small" loading={act.isPending}>
        {say('startRunBeside')}
      </Button>
      {act.error && <ProblemNotice error={act.error} />}
    </form>
  );
}

function RunFound({ run }: { readonly run: Run }) {
  const say = useSay();
  const { samples, waiting, changed, failed, besideId, openedBy } = run;
  const panels = shadowPanels(run.found);
  const scale = shadowScale(panels);
  return (
    <>
      <p aria-live="polite">
        <strong>{say('runBesideDone', { done: samples - waiting, samples })}</strong>
        {' · '}
        {say('runBesideChanged', { changed })}
        {failed > 0 && ` · ${say('runBesideFailed', { failed })}`}{' '}
        <span className="quiet small">
          {say('runBesideOf', { besideId, name: openedBy, time: shanghaiMinute(run.openedAt) })}
        </span>
      </p>
      {run.found.length > 0 && (
        <div className="shadow-panels">
          {panels.map((panel) => (
            <div key={panel.target}>
              <ShadowScatter
                {...{ panel, scale }}
                label={say('runBesideChart', { target: panel.target, count: panel.points.length })}
              />
              {panel.shift && (
                <p className="quiet small">
                  {say('zShift', {
                    mean: fixed(panel.shift.mean, 2),
                    largest: fixed(panel.shift.largest, 2),
                  })}
                </p>
              )}
            </div>
          ))}
        </div>
      )}
      <ChangedTable found={run.found.filter((each) => each.isChanged || each.problem !== null)} />
      <details>
        <summary>{say('numbersOfChart')}</summary>
        <FoundTable found={run.found} />
      </details>
    </>
  );
}

function ChangedTable({ found }: { readonly found: Run['found'] }) {
  const say = useSay();
  return (
    <>
      <h3>{say('changedVerdicts')}</h3>
      {found.length === 0 ? (
        <p className="quiet">{say('noChangedVerdicts')}</p>
      ) : (
        <FoundTable found={found} />
      )}
    </>
  );
}

function FoundTable({ found }: { readonly found: Run['found'] }) {
  const say = useSay();
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">{say('sample')}</th>
          <th scope="col">{say('batchHead')}</th>
          {(['T21', 'T18', 'T13'] as const).map((target) => (
            <th scope="col" key={target}>
              {target}
            </th>
          ))}
          <th scope="col">{say('fetalFraction')}</th>
        </tr>
      </thead>
      <tbody>
        {found.map(({ id, name, batch, comparison, problem }) => (
          <tr key={id}>
            <th scope="row">
              <Link href={`/samples/${id}`}>{name}</Link>
            </th>
            <td>{batch}</td>
            {comparison === null && <td colSpan={4}>{say.code(problem ?? '')}</td>}
            {comparison?.targets.map(({ target, before, after, zBefore, zAfter }) => (
              <td key={target}>
                z {fixed(zBefore, 2)} → {fixed(zAfter, 2)}{' '}
                {before !== after && (
                  <>
                    <StateTag code={before} /> → <StateTag code={after} />
                  </>
                )}
              </td>
            ))}
            {comparison && (
              <td>
                {percent(comparison.fetalFraction.before)} →{' '}
                {percent(comparison.fetalFraction.after)}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
