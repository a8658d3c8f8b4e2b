import { z } from 'zod';

/**
 * What Phenopackets 2.0 asks of the messages we write (phenopacket-schema.readthedocs.io, version
 * 2.0): required fields, enumerations, and one resource for each ontology used.
 */
const text = z.string().min(1);
const curie = z.strictObject({ id: z.string().regex(/^[A-Z]+:\S+$/), label: text });
const time = z.strictObject({
  gestationalAge: z.strictObject({ weeks: z.int().min(0), days: z.int().min(0).max(6) }),
});
const resource = z.strictObject({
  ...{ id: text, name: text, url: z.url(), version: text },
  ...{ namespacePrefix: text, iriPrefix: z.url() },
});
const metaData = z.strictObject({
  created: z.iso.datetime(),
  createdBy: text,
  resources: z.array(resource),
  phenopacketSchemaVersion: z.literal('2.0'),
});
const measurement = z.strictObject({
  assay: curie,
  description: text.optional(),
  value: z.union([
    z.strictObject({ quantity: z.strictObject({ unit: curie, value: z.number() }) }),
    z.strictObject({ ontologyClass: curie }),
  ]),
  timeObserved: time,
});
const interpretation = z.strictObject({
  id: text,
  progressStatus: z.enum(['UNKNOWN_PROGRESS', 'IN_PROGRESS', 'COMPLETED', 'SOLVED', 'UNSOLVED']),
  diagnosis: z.strictObject({
    disease: curie,
    genomicInterpretations: z.array(
      z.strictObject({
        subjectOrBiosampleId: text,
        interpretationStatus: z.enum(['REJECTED', 'CANDIDATE', 'CONTRIBUTORY', 'CAUSATIVE']),
        variantInterpretation: z.strictObject({
          acmgPathogenicityClassification: z.literal('NOT_PROVIDED'),
          therapeuticActionability: z.literal('UNKNOWN_ACTIONABILITY'),
          variationDescriptor: z.strictObject({
            ...{ id: text, label: text, structuralType: curie },
            moleculeContext: z.enum(['unspecified_molecule_context', 'genomic']),
          }),
        }),
      }),
    ),
  }),
  summary: text,
});

function packet(sex: 'UNKNOWN_SEX' | 'FEMALE') {
  const individual = z.strictObject({
    ...{ id: text, timeAtLastEncounter: time, sex: z.literal(sex) },
    karyotypicSex: z.literal('UNKNOWN_KARYOTYPE'),
  });
  const biosample = z.strictObject({
    ...{ id: text, individualId: text, sampledTissue: curie, timeOfCollection: time },
    measurements: z.array(measurement),
  });
  return z
    .strictObject({
      ...{ id: text, subject: individual, metaData },
      biosamples: z.array(biosample).optional(),
      interpretations: z.array(interpretation).min(1).optional(),
    })
    .refine(describesItsOntologies)
    .refine(({ subject, biosamples = [] }) =>
      biosamples.every(({ individualId }) => individualId === subject.id),
    );
}

const person = z.strictObject({
  ...{ familyId: text, individualId: text, paternalId: text, maternalId: text },
  sex: z.enum(['UNKNOWN_SEX', 'FEMALE']),
  affectedStatus: z.literal('MISSING'),
});

/** The Family message: the fetus without a sex, and her mother. */
export const familySchema = z
  .strictObject({
    id: text,
    proband: packet('UNKNOWN_SEX'),
    relatives: z.array(packet('FEMALE')).length(1),
    pedigree: z.strictObject({ persons: z.array(person).length(2) }),
    metaData,
  })
  .refine(describesItsOntologies)
  .refine(
    ({ pedigree, proband, relatives: [mother] }) =>
      pedigree.persons[0].individualId === proband.subject.id &&
      pedigree.persons[0].maternalId === mother.subject.id &&
      pedigree.persons[0].sex === 'UNKNOWN_SEX',
  );

function describesItsOntologies(message: {
  metaData: { resources: { namespacePrefix: string }[] };
}) {
  const { metaData: data, ...content } = message;
  const used = JSON.stringify(content).matchAll(/"id":"([A-Z]+):[^"]*","label"/g);
  const prefixes = new Set([...used].map(([, prefix]) => prefix));
  const described = data.resources.map(({ namespacePrefix }) => namespacePrefix);
  return described.length === prefixes.size && described.every((each) => prefixes.has(each));
}
