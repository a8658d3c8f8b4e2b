import { type Ruling, refuse } from '../casework-problem.ts';
import { type ModelState, nextModelState } from './model-state.ts';

/** What a model has to fit: counts are made for one assembly and one size of bins. */
interface ModelFit {
  readonly assembly: string;
  readonly binSize: number;
}

interface Approval {
  readonly state: ModelState;
  /** Null: the operator, who has no account. */
  readonly proposedBy: string | null;
  readonly approvedBy: string;
  readonly candidate: ModelFit;
  readonly inUse: ModelFit;
  /** The last run beside the model in use; null where there was none. */
  readonly shadow: { readonly waiting: number; readonly compared: number } | null;
}

/**
 * Whether a candidate may take the place of the model in use: by another person than who proposed
 * it, on the same bins, and after a whole run beside it that somebody can have looked at.
 */
export function approveModel(approval: Approval): Ruling<true> {
  const { state, proposedBy, approvedBy, candidate, inUse, shadow } = approval;
  const next = nextModelState(state, 'approve');
  if (!next.ok) return next;
  if (proposedBy === approvedBy) {
    return refuse('signatures-not-distinct', 'another person must approve what one proposed');
  }
  const fits = candidate.assembly === inUse.assembly && candidate.binSize === inUse.binSize;
  if (!fits) {
    const wanted = `${inUse.assembly} in bins of ${inUse.binSize} bases`;
    return refuse('decision-forbidden', `samples are counted on ${wanted}, the model wants others`);
  }
  if (shadow === null) {
    return refuse('decision-forbidden', 'it was not run beside the model in use');
  }
  if (shadow.waiting > 0) {
    return refuse('decision-forbidden', `${shadow.waiting} samples of its run beside are waiting`);
  }
  if (shadow.compared === 0) {
    return refuse('decision-forbidden', 'its run beside compared no sample');
  }
  return { ok: true, value: true };
}
