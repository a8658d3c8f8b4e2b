/** The 24 chromosomes a bins file lists, in its order. */
export const chromosomes = [
  ...['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12'],
  ...['13', '14', '15', '16', '17', '18', '19', '20', '21', '22', 'X', 'Y'],
] as const satisfies readonly string[];

/** Number of autosomes; chromosome index 0–21 are '1' to '22', 22 is X, 23 is Y. */
export const autosomeCount = 22;

/** The screened trisomies with their chromosome, in the order people name them. */
export const targets = [
  { target: 'T21', chromosome: '21' },
  { target: 'T18', chromosome: '18' },
  { target: 'T13', chromosome: '13' },
] as const;

/** The same in the order of a result's calls: T13, T18, T21. */
export const targetsByChromosome = targets.toReversed();

export type Target = (typeof targets)[number]['target'];
