import type { SequencingRunEvent, SequencingRunState } from './sequencing-run-state.ts';

/** What the state of a run depends on: its samples, and whether a file has begun to arrive. */
export interface RunProgress {
  readonly uploadStarted: boolean;
  readonly samples: readonly {
    readonly kind: string;
    readonly state: string;
    /** QC verdict of a scored sample; null before. */
    readonly qcVerdict: string | null;
  }[];
}

/**
 * The event a run is due for, or null if it has to wait. A failed sample keeps its run in
 * PROCESSING, since a good file may still come; only a no-template control may fail, as it should
 * hold nothing. A run whose patients all failed quality control failed itself.
 */
export function runEvent(state: SequencingRunState, run: RunProgress): SequencingRunEvent | null {
  const every = (states: readonly string[]) =>
    run.samples.every((sample) => states.includes(sample.state));
  if (state === 'REGISTERED') return run.uploadStarted ? 'start-upload' : null;
  if (state === 'UPLOADING') {
    return every(['UPLOADED', 'COUNTED', 'SCORED', 'FAILED']) ? 'finish-upload' : null;
  }
  if (state === 'UPLOADED') return 'queue';
  if (state === 'QUEUED') {
    const begun = run.samples.some((sample) => sample.state !== 'UPLOADED');
    return begun ? 'start-processing' : null;
  }
  if (state === 'PROCESSING') return qcEvent(run);
  return null;
}

function qcEvent({ samples }: RunProgress): SequencingRunEvent | null {
  const settled = samples.every(
    ({ kind, state }) =>
      state === 'SCORED' || (state === 'FAILED' && kind === 'no-template-control'),
  );
  if (!settled) return null;
  const patients = samples.filter(({ kind }) => kind === 'patient');
  const failed = patients.filter(({ qcVerdict }) => qcVerdict === 'failure');
  return patients.length > 0 && failed.length === patients.length ? 'fail-qc' : 'pass-qc';
}
