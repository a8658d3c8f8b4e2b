/**
 * The messages of GA4GH Phenopackets 2.0 that Banyan writes, as their protobuf's JSON has them; own
 * types, so that no library sets the shape.
 */
export interface OntologyClass {
  readonly id: string;
  readonly label: string;
}

interface TimeElement {
  readonly gestationalAge: { readonly weeks: number; readonly days: number };
}

export interface Individual {
  readonly id: string;
  readonly timeAtLastEncounter: TimeElement;
  readonly sex: 'UNKNOWN_SEX' | 'FEMALE';
  readonly karyotypicSex: 'UNKNOWN_KARYOTYPE';
}

export interface Measurement {
  readonly assay: OntologyClass;
  readonly description?: string;
  readonly value:
    | { readonly quantity: { readonly unit: OntologyClass; readonly value: number } }
    | { readonly ontologyClass: OntologyClass };
  readonly timeObserved: TimeElement;
}

interface Biosample {
  readonly id: string;
  readonly individualId: string;
  readonly sampledTissue: OntologyClass;
  readonly timeOfCollection: TimeElement;
  readonly measurements: readonly Measurement[];
}

interface VariationDescriptor {
  readonly id: string;
  readonly label: string;
  readonly structuralType: OntologyClass;
  readonly moleculeContext: 'genomic';
}

export interface Interpretation {
  readonly id: string;
  readonly progressStatus: 'IN_PROGRESS';
  readonly diagnosis: {
    readonly disease: OntologyClass;
    readonly genomicInterpretations: readonly {
      readonly subjectOrBiosampleId: string;
      readonly interpretationStatus: 'CANDIDATE';
      readonly variantInterpretation: {
        readonly acmgPathogenicityClassification: 'NOT_PROVIDED';
        readonly therapeuticActionability: 'UNKNOWN_ACTIONABILITY';
        readonly variationDescriptor: VariationDescriptor;
      };
    }[];
  };
  readonly summary: string;
}

export interface MetaData {
  readonly created: string;
  readonly createdBy: string;
  readonly resources: readonly Resource[];
  readonly phenopacketSchemaVersion: '2.0';
}

export interface Resource {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly version: string;
  readonly namespacePrefix: string;
  readonly iriPrefix: string;
}

export interface Phenopacket {
  readonly id: string;
  readonly subject: Individual;
  readonly biosamples?: readonly Biosample[];
  readonly interpretations?: readonly Interpretation[];
  readonly metaData: MetaData;
}

/** Mother and fetus together. */
export interface Family {
  readonly id: string;
  readonly proband: Phenopacket;
  readonly relatives: readonly Phenopacket[];
  readonly pedigree: {
    readonly persons: readonly {
      readonly familyId: string;
      readonly individualId: string;
      readonly paternalId: string;
      readonly maternalId: string;
      readonly sex: 'UNKNOWN_SEX' | 'FEMALE';
      readonly affectedStatus: 'MISSING';
    }[];
  };
  readonly metaData: MetaData;
}
