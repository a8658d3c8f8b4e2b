/** Namespace of specimen and report numbers, which are one. */
export const numberSystem = 'urn:banyan:specimen-number';

/** Namespace of the pseudonyms given to one recipient. */
export const pseudonymSystem = 'urn:banyan:pseudonym';
