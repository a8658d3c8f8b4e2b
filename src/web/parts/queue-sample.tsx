import { Link } from '../app/navigation.tsx';
import { fixed, oneIn, percent } from '../i18n/number-format.ts';
import { useSay } from '../i18n/say.ts';
import { shanghaiMinute } from '../i18n/shanghai-time.ts';
import { DueTag } from './due-tag.tsx';
import type { QueueLine } from './queue-lines.ts';
import { StagedAct } from './staged-act.tsx';
import { StateTag } from './state-tag.tsx';
import { targets } from './targets.ts';
import type { QueuePage } from './use-queue-page.ts';

interface QueueSampleProps {
  readonly page: QueuePage;
  readonly line: QueueLine;
}

/** The sample that is looked at: its verdicts, why a person looks, and what can be done. */
export function QueueSample({ page, line }: QueueSampleProps) {
  const say = useSay();
  const { lines } = page;
  const place = say('selectedOf', { place: lines.indexOf(line) + 1, count: lines.length });
  return (
    <section className="panel queue-sample" aria-label={line.sample}>
      <div className="panel-head" role="status">
        <h2>
          <Link href={`/samples/${line.sampleId}`}>{line.sample}</Link>
        </h2>
        <DueTag line={line} />
        <span className="quiet small">{place}</span>
      </div>
      <div className="queue-calls">
        {callsInOrder(line).map((call) => (
          <div key={call.target} className={call.verdict}>
            <h3>{call.target}</h3>
            <StateTag code={call.verdict} />
            <div className="big-z">z {fixed(call.z, 2)}</div>
            <div className="quiet small">
              {say('posteriorRisk')} <span className="whole">{oneIn(call.posterior)}</span>
            </div>
            {call.verdict !== 'low-risk' && (
              <div className="small">{call.reasons.map(say.code).join(', ')}</div>
            )}
          </div>
        ))}
      </div>
      <Facts line={line} />
      <Why line={line} />
      <StagedAct page={page} line={line} />
    </section>
  );
}

function callsInOrder({ calls }: QueueLine) {
  return targets.flatMap((target) => calls.filter((call) => call.target === target));
}

function Facts({ line }: { readonly line: QueueLine }) {
  const say = useSay();
  const { fetalFraction, detectionLimit } = line;
  const isBelow =
    fetalFraction !== null && detectionLimit !== null && fetalFraction < detectionLimit;
  return (
    <dl className="facts">
      <div>
        <dt>{say('fetalFractionShort')}</dt>
        <dd>
          {percent(fetalFraction)}
          {isBelow && (
            <strong className="warn">
              {' '}
              {say('belowLimit', { limit: percent(detectionLimit) })}
            </strong>
          )}
        </dd>
      </div>
      <div>
        <dt>{say('quality')}</dt>
        <dd>
          <StateTag code={line.qc} />
        </dd>
      </div>
      <div>
        <dt>{say('drawnOn')}</dt>
        <dd>{line.drawnOn}</dd>
      </div>
      <div>
        <dt>{say('flowcell')}</dt>
        <dd>
          <Link href={`/runs/${line.runId}`}>{line.flowcell}</Link>
        </dd>
      </div>
    </dl>
  );
}

function Why({ line }: { readonly line: QueueLine }) {
  const say = useSay();
  return (
    <div className="queue-why">
      <h3>{say('whyPerson')}</h3>
      {line.reasons.length === 0 ? (
        <p className="quiet">{say('nothingRemarkable')}</p>
      ) : (
        <ul>
          {line.reasons.map((reason) => (
            <li key={reason}>{say.code(reason)}</li>
          ))}
        </ul>
      )}
      {line.reviewer && line.decidedAt && (
        <p>
          <StateTag code={line.state} /> {say('decidedBy', { name: line.reviewer.displayName })}
          {say.language === 'zh' ? '，' : ', '}
          {shanghaiMinute(line.decidedAt)}
          {line.comment && <q className="said">{line.comment}</q>}
        </p>
      )}
    </div>
  );
}
