import { percent } from '../i18n/number-format.ts';
import { type Say, useSay } from '../i18n/say.ts';
import { type RunStages, runStages } from './run-stages.ts';
import './stage-bar.css';

/** How far a run is: a bar, and the same in words. */
export function StageBar({ stages }: { readonly stages: RunStages }) {
  const say = useSay();
  const { sampleCount, scoredCount, failedCount } = stages;
  const done = scoredCount + failedCount;
  return (
    <div>
      <div
        className="stage-bar"
        role="progressbar"
        aria-label={say('progress')}
        aria-valuemin={0}
        aria-valuemax={sampleCount}
        aria-valuenow={done}
      >
        {runStages(stages).map(({ name, share }) => (
          <div key={name} className={name} style={{ width: `${100 * share}%` }} />
        ))}
      </div>
      <div className="stage-text">{stageText(say, stages)}</div>
    </div>
  );
}

function stageText(say: Say, stages: RunStages): string {
  const { sampleCount, scoredCount, failedCount, workingCount, arrivingCount } = stages;
  const awaited = sampleCount - scoredCount - failedCount - workingCount - arrivingCount;
  return [
    scoredCount === sampleCount
      ? say('progressOf', { done: scoredCount, all: sampleCount })
      : scoredCount > 0 && say('progressScored', { count: scoredCount }),
    failedCount > 0 && say('progressFailed', { count: failedCount }),
    workingCount > 0 && say('progressWorking', { count: workingCount }),
    arrivingCount > 0 &&
      say('progressArriving', {
        ...{ count: arrivingCount, percent: percent(stages.arrivedFraction, 0) },
      }),
    awaited > 0 && say('progressAwaited', { count: awaited }),
  ]
    .filter((text) => text !== false)
    .join(' · ');
}
