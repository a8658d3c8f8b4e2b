import type { Coding } from './fhir-types.ts';

/** Code systems by URI. */
export const systems = {
  loinc: 'http://loinc.org',
  snomed: 'http://snomed.info/sct',
  mondo: 'http://purl.obolibrary.org/obo/mondo.owl',
  diagnosticService: 'http://terminology.hl7.org/CodeSystem/v2-0074',
  observationCategory: 'http://terminology.hl7.org/CodeSystem/observation-category',
  interpretation: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation',
  dataAbsent: 'http://terminology.hl7.org/CodeSystem/data-absent-reason',
  unit: 'http://unitsofmeasure.org',
} as const;

/** Profiles and extensions of the Genomics Reporting guide 3.0.0, on FHIR 4.0.1. */
export const profiles = {
  genomicReport: 'http://hl7.org/fhir/uv/genomics-reporting/StructureDefinition/genomic-report',
  molecularBiomarker:
    'http://hl7.org/fhir/uv/genomics-reporting/StructureDefinition/molecular-biomarker',
  followUp: 'http://hl7.org/fhir/uv/genomics-reporting/StructureDefinition/followup-recommendation',
  recommendedAction:
    'http://hl7.org/fhir/uv/genomics-reporting/StructureDefinition/recommended-action',
  variant: 'http://hl7.org/fhir/uv/genomics-reporting/StructureDefinition/variant',
} as const;

/** LOINC terms; only numbers found in print, none from memory. */
export const loinc = {
  geneticReport: term('51969-4', 'Genetic analysis report'),
  aneuploidyPanel: term('73967-2', 'Noninvasive prenatal fetal aneuploidy panel - Plasma cfDNA'),
  fetalFraction: term('75605-6', 'Cell-free DNA.fetal/Cell-free DNA.total in Plasma cfDNA'),
  variantAssessment: term('69548-6', 'Genetic variant assessment'),
  chromosome: term('48000-4', 'Chromosome'),
  genomicSource: term('48002-0', 'Genomic source class'),
  copyNumber: term('82155-3', 'Genomic structural variant copy number'),
  genomeBuild: term('62374-4', 'Human reference sequence assembly version'),
  present: term('LA9633-4', 'Present'),
  absent: term('LA9634-2', 'Absent'),
  noCall: term('LA18198-4', 'No call'),
  changeType: term('48019-4', 'DNA change type'),
  geneticCounselling: term('LA14020-4', 'Genetic counseling recommended'),
  fetal: term('LA10429-1', 'Fetal'),
} as const;

/** Answers for the genome build; a build without an answer is given in words. */
export const genomeBuilds: Readonly<Record<string, Coding>> = {
  GRCh37: term('LA14029-5', 'GRCh37'),
  GRCh38: term('LA26806-2', 'GRCh38'),
};

/** An extra chromosome, by the Sequence Ontology. */
export const copyNumberGain: Coding = {
  system: 'http://www.sequenceontology.org',
  code: 'SO:0001742',
  display: 'copy_number_gain',
};

/**
 * The three trisomies. HL7's own example codes T13 and T18 with MONDO terms of other diseases
 * (0009869 is isolated Pierre Robin syndrome); these are the right ones. SNOMED CT: the trisomy of
 * a fetus.
 */
export const trisomies = {
  T21: {
    chromosome: term('LA21274-8', 'Chromosome 21'),
    mondo: { system: systems.mondo, code: 'MONDO:0008608', display: 'Down syndrome' },
    snomed: { system: systems.snomed, code: '125501000119105' },
  },
  T18: {
    chromosome: term('LA21271-4', 'Chromosome 18'),
    mondo: { system: systems.mondo, code: 'MONDO:0018071', display: 'trisomy 18' },
    snomed: { system: systems.snomed, code: '125511000119108' },
  },
  T13: {
    chromosome: term('LA21266-4', 'Chromosome 13'),
    mondo: { system: systems.mondo, code: 'MONDO:0018068', display: 'trisomy 13' },
    snomed: { system: systems.snomed, code: '125521000119101' },
  },
} as const;

function term(code: string, display: string): Coding {
  return { system: 'http://loinc.org', code, display };
}
