/** Ontology codes of the three trisomies (domain page, section 4.2; only codes found in print). */
export const diseaseTerms = {
  T21: { mondo: 'MONDO:0008608', english: 'Down syndrome', chinese: '21三体综合征' },
  T18: { mondo: 'MONDO:0018071', english: 'trisomy 18', chinese: '18三体综合征' },
  T13: { mondo: 'MONDO:0018068', english: 'trisomy 13', chinese: '13三体综合征' },
} as const;
