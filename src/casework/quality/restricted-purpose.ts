/** What may need X and Y of a sample: each is about the test, none about the fetal sex. */
export const restrictedPurposes = [
  'judge-sex-chromosomes',
  'judge-fetal-fraction',
  'judge-twins',
  'answer-authority',
] as const;

export type RestrictedPurpose = (typeof restrictedPurposes)[number];
