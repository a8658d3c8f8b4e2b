/** How many samples of a run stand where, and how much of what is on its way has come. */
export interface RunStages {
  readonly sampleCount: number;
  readonly scoredCount: number;
  readonly failedCount: number;
  /** Their files are there; they are being counted or scored. */
  readonly workingCount: number;
  /** Their files are on their way. */
  readonly arrivingCount: number;
  readonly arrivedFraction: number | null;
}

export interface Stage {
  readonly name: 'scored' | 'failed' | 'working' | 'arriving';
  readonly count: number;
  /** Share of the bar, 0–1. */
  readonly share: number;
}

/**
 * The parts of a run's progress bar, what is furthest first; what has not come at all is the rest.
 *
 * Edge: no part for a stage without samples; a file half there fills half of its sample's part.
 *
 * @example runStages(stages).map(({ name }) => name) // ['scored', 'arriving']
 */
export function runStages(stages: RunStages): Stage[] {
  const { sampleCount, arrivedFraction } = stages;
  const stage = (name: Stage['name'], count: number, weight = 1): Stage => {
    return { name, count, share: (count * weight) / Math.max(sampleCount, 1) };
  };
  return [
    stage('scored', stages.scoredCount),
    stage('failed', stages.failedCount),
    stage('working', stages.workingCount),
    stage('arriving', stages.arrivingCount, arrivedFraction ?? 0),
  ].filter(({ count }) => count > 0);
}

/** Whether anything is still to come of a run. */
export function isWorking({ sampleCount, scoredCount, failedCount }: RunStages): boolean {
  return scoredCount + failedCount < sampleCount;
}
