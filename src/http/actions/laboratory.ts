/**
 * What a report states of the laboratory itself. Until somebody records it, the report says so in
 * plain words: an invented licence would be worse than none.
 */
export const laboratory = {
  name: '实验室名称未登记 (laboratory not recorded)',
  licence: '未登记 (not recorded)',
  kit: '未登记 (not recorded)',
} as const;

/** Namespace of specimen and report numbers, which are one. */
export const numberSystem = 'urn:banyan:specimen-number';

/** Namespace of the pseudonyms given to one recipient. */
export const pseudonymSystem = 'urn:banyan:pseudonym';
