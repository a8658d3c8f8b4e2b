import { useState } from 'react';
import { queryKeys } from '../api/query-keys.ts';
import type { Batch } from '../api/types.ts';
import { useLive } from '../api/use-live.ts';
import type { PageProps } from '../app/app.tsx';
import { Plate } from '../charts/plate.tsx';
import { countTones } from '../charts/plate-data.ts';
import { TargetScatter } from '../charts/target-scatter.tsx';
import { scatterPanels, scatterScale } from '../charts/target-scatter-data.ts';
import { useSay } from '../i18n/say.ts';
import { shanghaiMinute } from '../i18n/shanghai-time.ts';
import { BatchTable } from '../parts/batch-table.tsx';
import { GatePanel } from '../parts/gate-panel.tsx';
import { Loading } from '../parts/loading.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { ProblemNotice } from '../parts/problem-notice.tsx';
import { StageBar } from '../parts/stage-bar.tsx';
import { StaleNotice } from '../parts/stale-notice.tsx';
import { StateTag } from '../parts/state-tag.tsx';
import './batch-page.css';

/** One run's samples at a glance: plate, targets against fetal fraction, and every number. */
export default function BatchPage({ id }: PageProps) {
  const say = useSay();
  const { data, problem, isStale, retry } = useLive<Batch>(
    `/api/v1/overview/runs/${id}`,
    queryKeys.run(id),
  );
  if (problem) return <ProblemNotice error={problem} onRetry={retry} />;
  if (!data) return <Loading />;
  return (
    <>
      <PageHead title={data.flowcell} above={[{ href: '/', title: say('runs') }]}>
        <StateTag code={data.state} />
        {data.urgent && <StateTag code="URGENT" />}
        <StaleNotice isStale={isStale} />
      </PageHead>
      <div className="batch-head">
        <StageBar stages={data} />
        <Facts batch={data} />
      </div>
      <GatePanel batch={data} />
      <Glance batch={data} />
    </>
  );
}

function Facts({ batch }: { readonly batch: Batch }) {
  const say = useSay();
  const facts = [
    ['instrument', batch.instrument],
    ['aligner', batch.aligner],
    ['registered', shanghaiMinute(batch.registeredAt)],
    ['waitingForReview', String(batch.pendingReviewCount)],
  ] as const;
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{say(name)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Glance({ batch }: { readonly batch: Batch }) {
  const say = useSay();
  const [pointedAt, setPointedAt] = useState<string | null>(null);
  const pointing = { pointedAt, onPoint: setPointedAt };
  const { flowcell, samples } = batch;
  const panels = scatterPanels(samples);
  const scale = scatterScale(panels);
  const isScored = panels.some(({ points }) => points.length > 0);
  return (
    <>
      <div className={isScored ? 'batch-glance' : 'batch-glance alone'}>
        <section className="panel">
          <div className="panel-head">
            <h2>{say('plate')}</h2>
            <span className="quiet small">{say('plateOrder')}</span>
          </div>
          <Plate samples={samples} label={`${flowcell}: ${say('plate')}`} {...pointing} />
          <Legend batch={batch} />
        </section>
        {isScored && (
          <section className="panel">
            <h2>{say('zByFetalFraction')}</h2>
            <div className="batch-targets">
              {panels.map((panel) => (
                <TargetScatter
                  key={panel.chromosome}
                  {...{ panel, scale, ...pointing }}
                  label={say('scatterLabel', { flowcell, chromosome: panel.chromosome })}
                />
              ))}
            </div>
          </section>
        )}
      </div>
      <BatchTable samples={samples} {...pointing} />
    </>
  );
}

function Legend({ batch }: { readonly batch: Batch }) {
  const say = useSay();
  return (
    <ul className="legend">
      {countTones(batch.samples).map(({ tone, count }) => (
        <li key={tone}>
          <span className={`well ${tone}`} aria-hidden="true" />
          {say(`tone-${tone}`)} <strong>{count}</strong>
        </li>
      ))}
    </ul>
  );
}
