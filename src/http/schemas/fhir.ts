import { z } from 'zod';
import type {
  DiagnosticReport,
  OperationOutcome,
  SearchsetBundle,
} from '../../exchange/fhir/fhir-types.ts';

const word = z.string();
const coding = z.object({
  ...{ system: word.optional(), code: word.optional(), display: word.optional() },
});
const concept = z.object({ coding: z.array(coding).optional(), text: word.optional() });
const identifier = z.object({ system: word, value: word });
const reference = z.object({
  ...{ reference: word.optional(), identifier: identifier.optional(), display: word.optional() },
});
const quantity = z.object({ value: z.number(), unit: word, system: word, code: word });

const observation = z.object({
  resourceType: z.literal('Observation'),
  id: word,
  meta: z.object({ profile: z.array(word) }).optional(),
  status: z.enum(['final', 'amended', 'corrected']),
  category: z.array(concept),
  code: concept,
  subject: reference,
  valueCodeableConcept: concept.optional(),
  valueQuantity: quantity.optional(),
  dataAbsentReason: concept.optional(),
  interpretation: z.array(concept).optional(),
  note: z.array(z.object({ text: word })).optional(),
  specimen: reference.optional(),
  component: z
    .array(
      z.object({
        code: concept,
        valueCodeableConcept: concept.optional(),
        valueQuantity: quantity.optional(),
      }),
    )
    .optional(),
});

const order = z.object({
  resourceType: z.literal('ServiceRequest'),
  id: word,
  status: z.literal('completed'),
  intent: z.literal('order'),
  code: concept,
  subject: reference,
});

const specimen = z.object({
  resourceType: z.literal('Specimen'),
  id: word,
  accessionIdentifier: identifier,
  subject: reference,
  receivedTime: word,
  collection: z.object({ collectedDateTime: word }),
});

const followUpTask = z.object({
  resourceType: z.literal('Task'),
  id: word,
  meta: z.object({ profile: z.array(word) }),
  basedOn: z.array(reference),
  status: z.literal('requested'),
  intent: z.literal('proposal'),
  code: concept,
  description: word,
  for: reference,
});

/** A released report as FHIR R4 (4.0.1): the elements that are written, and no others. */
export const diagnosticReportAnswer = z
  .object({
    resourceType: z.literal('DiagnosticReport'),
    id: word,
    meta: z.object({
      ...{ versionId: word, lastUpdated: word, profile: z.array(word).optional() },
    }),
    contained: z.array(z.union([observation, order, specimen, followUpTask])).optional(),
    extension: z.array(z.object({ url: word, valueReference: reference })).optional(),
    identifier: z.array(identifier),
    basedOn: z.array(reference).optional(),
    status: z.enum(['final', 'amended', 'corrected', 'entered-in-error']),
    category: z.array(concept),
    code: concept,
    subject: reference,
    effectiveDateTime: word.optional(),
    issued: word,
    performer: z.array(reference).optional(),
    specimen: z.array(reference).optional(),
    result: z.array(reference).optional(),
    conclusion: word.optional(),
    conclusionCode: z.array(concept).optional(),
  })
  .meta({ id: 'DiagnosticReport' }) satisfies z.ZodType<DiagnosticReport>;

/** One page of a pull. */
export const searchsetAnswer = z
  .object({
    resourceType: z.literal('Bundle'),
    type: z.literal('searchset'),
    link: z.array(z.object({ relation: z.enum(['self', 'next']), url: word })),
    entry: z
      .array(
        z.object({
          fullUrl: word,
          resource: diagnosticReportAnswer,
          search: z.object({ mode: z.literal('match') }),
        }),
      )
      .optional(),
  })
  .meta({ id: 'SearchsetBundle' }) satisfies z.ZodType<SearchsetBundle>;

/** What was done, or what went wrong. */
export const outcomeAnswer = z
  .object({
    resourceType: z.literal('OperationOutcome'),
    issue: z.array(
      z.object({
        severity: z.enum(['fatal', 'error', 'warning', 'information']),
        code: word,
        details: z.object({ text: word }),
        diagnostics: word.optional(),
      }),
    ),
  })
  .meta({ id: 'OperationOutcome' }) satisfies z.ZodType<OperationOutcome>;
