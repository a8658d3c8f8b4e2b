import { type NextState, nextState, type Transition } from '../state-table.ts';

/**
 * One flowcell load on one instrument. UPLOADED means every file came whole and its hash agreed.
 */
export const sequencingRunStates = [
  'REGISTERED',
  'UPLOADING',
  'UPLOADED',
  'QUEUED',
  'PROCESSING',
  'QC_PASS',
  'QC_FAIL',
  'CLOSED',
] as const;

export type SequencingRunState = (typeof sequencingRunStates)[number];

export const sequencingRunTransitions = [
  { from: 'REGISTERED', event: 'start-upload', to: 'UPLOADING' },
  { from: 'UPLOADING', event: 'finish-upload', to: 'UPLOADED' },
  { from: 'UPLOADED', event: 'queue', to: 'QUEUED' },
  { from: 'QUEUED', event: 'start-processing', to: 'PROCESSING' },
  { from: 'PROCESSING', event: 'pass-qc', to: 'QC_PASS' },
  { from: 'PROCESSING', event: 'fail-qc', to: 'QC_FAIL' },
  { from: 'QC_PASS', event: 'close', to: 'CLOSED' },
  { from: 'QC_FAIL', event: 'close', to: 'CLOSED' },
] as const satisfies readonly Transition<SequencingRunState>[];

export type SequencingRunEvent = (typeof sequencingRunTransitions)[number]['event'];

/** Where an event leads; see the table. */
export function nextSequencingRunState(
  state: SequencingRunState,
  event: SequencingRunEvent,
): NextState<SequencingRunState> {
  return nextState(
    { states: sequencingRunStates, transitions: sequencingRunTransitions },
    state,
    event,
  );
}
