/**
 * The elements of FHIR R4 (4.0.1) that Banyan writes; own types, so that no library sets the shape.
 */
export interface Coding {
  readonly system?: string;
  readonly code?: string;
  readonly display?: string;
}

export interface CodeableConcept {
  readonly coding?: readonly Coding[];
  readonly text?: string;
}

export interface Identifier {
  readonly system: string;
  readonly value: string;
}

export interface Reference {
  readonly reference?: string;
  readonly identifier?: Identifier;
  readonly display?: string;
}

interface ObservationComponent {
  readonly code: CodeableConcept;
  readonly valueCodeableConcept?: CodeableConcept;
  readonly valueQuantity?: Quantity;
}

interface Quantity {
  readonly value: number;
  readonly unit: string;
  readonly system: string;
  readonly code: string;
}

export interface Observation {
  readonly resourceType: 'Observation';
  readonly id: string;
  readonly meta?: { readonly profile: readonly string[] };
  readonly status: 'final' | 'amended' | 'corrected';
  readonly category: readonly CodeableConcept[];
  readonly code: CodeableConcept;
  readonly subject: Reference;
  readonly valueCodeableConcept?: CodeableConcept;
  readonly valueQuantity?: Quantity;
  readonly dataAbsentReason?: CodeableConcept;
  readonly interpretation?: readonly CodeableConcept[];
  readonly note?: readonly { readonly text: string }[];
  readonly specimen?: Reference;
  readonly component?: readonly ObservationComponent[];
}

export interface ServiceRequest {
  readonly resourceType: 'ServiceRequest';
  readonly id: string;
  readonly status: 'completed';
  readonly intent: 'order';
  readonly code: CodeableConcept;
  readonly subject: Reference;
}

export interface Specimen {
  readonly resourceType: 'Specimen';
  readonly id: string;
  readonly accessionIdentifier: Identifier;
  readonly subject: Reference;
  readonly receivedTime: string;
  readonly collection: { readonly collectedDateTime: string };
}

/** What the report advises beside its words. */
export interface FollowUpTask {
  readonly resourceType: 'Task';
  readonly id: string;
  readonly meta: { readonly profile: readonly string[] };
  readonly basedOn: readonly Reference[];
  readonly status: 'requested';
  readonly intent: 'proposal';
  readonly code: CodeableConcept;
  readonly description: string;
  readonly for: Reference;
}

interface Extension {
  readonly url: string;
  readonly valueReference: Reference;
}

export interface DiagnosticReport {
  readonly resourceType: 'DiagnosticReport';
  readonly id: string;
  readonly meta: {
    readonly versionId: string;
    readonly lastUpdated: string;
    readonly profile?: readonly string[];
  };
  readonly contained?: readonly (Observation | ServiceRequest | Specimen | FollowUpTask)[];
  readonly extension?: readonly Extension[];
  readonly identifier: readonly Identifier[];
  readonly basedOn?: readonly Reference[];
  readonly status: 'final' | 'amended' | 'corrected' | 'entered-in-error';
  readonly category: readonly CodeableConcept[];
  readonly code: CodeableConcept;
  readonly subject: Reference;
  readonly effectiveDateTime?: string;
  readonly issued: string;
  readonly performer?: readonly Reference[];
  readonly specimen?: readonly Reference[];
  readonly result?: readonly Reference[];
  readonly conclusion?: string;
  readonly conclusionCode?: readonly CodeableConcept[];
}

export interface SearchsetBundle {
  readonly resourceType: 'Bundle';
  readonly type: 'searchset';
  readonly link: readonly { readonly relation: 'self' | 'next'; readonly url: string }[];
  readonly entry?: readonly {
    readonly fullUrl: string;
    readonly resource: DiagnosticReport;
    readonly search: { readonly mode: 'match' };
  }[];
}

export interface OperationOutcome {
  readonly resourceType: 'OperationOutcome';
  readonly issue: readonly {
    readonly severity: 'fatal' | 'error' | 'warning' | 'information';
    readonly code: string;
    readonly details: { readonly text: string };
    readonly diagnostics?: string;
  }[];
}
