import { type Ruling, refuse } from '../casework-problem.ts';

/**
 * Four eyes: whoever reviewed a sample may not approve its report.
 *
 * Edge: an empty actor is nobody and is refused.
 */
export function distinctSigners(reviewerId: string, approverId: string): Ruling<true> {
  const [reviewer, approver] = [reviewerId, approverId].map((id) => id.trim().toLowerCase());
  if (reviewer === '' || approver === '' || reviewer === approver) {
    return refuse('signatures-not-distinct', 'a second person must approve what one reviewed');
  }
  return { ok: true, value: true };
}
