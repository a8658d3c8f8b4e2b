/** The trisomies in the order people read them, everywhere. */
export const targets = ['T21', 'T18', 'T13'] as const;
