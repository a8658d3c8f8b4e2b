import { z } from 'zod';
import type { Family } from '../../exchange/phenopacket/phenopacket-types.ts';

const word = z.string();
const curie = z.object({ id: word, label: word });
const time = z.object({ gestationalAge: z.object({ weeks: z.int(), days: z.int() }) });
const metaData = z.object({
  ...{ created: word, createdBy: word, phenopacketSchemaVersion: z.literal('2.0') },
  resources: z.array(
    z.object({
      ...{ id: word, name: word, url: word, version: word },
      ...{ namespacePrefix: word, iriPrefix: word },
    }),
  ),
});
const sex = z.enum(['UNKNOWN_SEX', 'FEMALE']);
const measurement = z.object({
  assay: curie,
  description: word.optional(),
  value: z.union([
    z.object({ quantity: z.object({ unit: curie, value: z.number() }) }),
    z.object({ ontologyClass: curie }),
  ]),
  timeObserved: time,
});
const genomicInterpretation = z.object({
  subjectOrBiosampleId: word,
  interpretationStatus: z.literal('CANDIDATE'),
  variantInterpretation: z.object({
    acmgPathogenicityClassification: z.literal('NOT_PROVIDED'),
    therapeuticActionability: z.literal('UNKNOWN_ACTIONABILITY'),
    variationDescriptor: z.object({
      ...{ id: word, label: word, structuralType: curie, moleculeContext: z.literal('genomic') },
    }),
  }),
});
const packet = z
  .object({
    id: word,
    subject: z.object({
      ...{ id: word, timeAtLastEncounter: time, sex },
      karyotypicSex: z.literal('UNKNOWN_KARYOTYPE'),
    }),
    biosamples: z
      .array(
        z.object({
          ...{ id: word, individualId: word, sampledTissue: curie, timeOfCollection: time },
          measurements: z.array(measurement),
        }),
      )
      .optional(),
    interpretations: z
      .array(
        z.object({
          ...{ id: word, progressStatus: z.literal('IN_PROGRESS'), summary: word },
          diagnosis: z.object({
            disease: curie,
            genomicInterpretations: z.array(genomicInterpretation),
          }),
        }),
      )
      .optional(),
    metaData,
  })
  .meta({ id: 'Phenopacket' });

/** A GA4GH Phenopackets 2.0 Family: fetus and mother. */
export const familyAnswer = z
  .object({
    ...{ id: word, proband: packet, relatives: z.array(packet), metaData },
    pedigree: z.object({
      persons: z.array(
        z.object({
          ...{ familyId: word, individualId: word, paternalId: word, maternalId: word, sex },
          affectedStatus: z.literal('MISSING'),
        }),
      ),
    }),
  })
  .meta({ id: 'Family' }) satisfies z.ZodType<Family>;
