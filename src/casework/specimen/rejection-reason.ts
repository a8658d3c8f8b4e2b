/** Why a tube is refused at hand-over, as both sides sign it. */
export const rejectionReasons = [
  { reason: 'haemolysis', chinese: '溶血', english: 'haemolysis' },
  { reason: 'insufficient-volume', chinese: '采血量不足', english: 'insufficient volume' },
  { reason: 'leak', chinese: '试管破损或渗漏', english: 'broken or leaking tube' },
  { reason: 'no-label', chinese: '无标识或标识不清', english: 'no or unreadable label' },
  { reason: 'over-time', chinese: '超过运送或分离时限', english: 'over the time limit' },
] as const;

export type RejectionReason = (typeof rejectionReasons)[number]['reason'];

/** Whether a word is one of the five reasons. */
export function isRejectionReason(word: string): word is RejectionReason {
  return rejectionReasons.some((row) => row.reason === word);
}

/** Hours within which plasma must be separated from an EDTA tube. */
const plasmaHoursMax = { edta: 8 } as const;

/**
 * Whether an EDTA tube came too late to give plasma: more than 8 h after the draw.
 * Unit: hours between draw and separation. Edge: an unknown or negative time is too late.
 *
 * @example isOverTime(8) // false
 * @example isOverTime(8.1) // true
 */
export function isOverTime(hoursToPlasma: number | null): boolean {
  return hoursToPlasma === null || !(hoursToPlasma >= 0 && hoursToPlasma <= plasmaHoursMax.edta);
}
