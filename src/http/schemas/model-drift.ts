import { z } from 'zod';

const seriesMax = 1000;

export const modelDriftQuery = z.object({
  instrument: z.string().min(1).max(200).optional(),
  reagentLot: z.string().min(1).max(200).optional(),
  limit: z.coerce.number().int().min(1).max(seriesMax).default(300).describe('The newest samples'),
});

const count = z.number().int();
const spread = { count, mean: z.number(), meanZ: z.number().describe('Standard errors off 0') };

export const modelDriftAnswer = z
  .object({
    samples: z
      .array(
        z.object({
          ...{ id: z.string(), name: z.string(), runId: z.string(), batch: z.string() },
          ...{ instrument: z.string(), reagentLots: z.array(z.string()), scoredAt: z.date() },
        }),
      )
      .describe('In the order of the charts'),
    chromosomes: z.array(
      z.object({
        chromosome: z.string(),
        ...spread,
        alarms: count.describe('Values that set off a rule'),
      }),
    ),
    charts: z
      .array(
        z.object({
          chromosome: z.string(),
          points: z.array(
            z.object({
              sample: count.describe('Its place in samples'),
              ...{ z: z.number(), cusumHigh: z.number(), cusumLow: z.number() },
              alarms: z.array(z.enum(['1-3s', '2-2s', '10-x', 'cusum-high', 'cusum-low'])),
            }),
          ),
        }),
      )
      .describe('Of 21, 18 and 13; trisomies and failed samples are left out'),
    groups: z
      .array(
        z.object({
          grouping: z.enum(['batch', 'instrument', 'reagentLot']),
          ...{ group: z.string(), chromosome: z.string(), ...spread },
        }),
      )
      .describe('Batches, instruments and lots that stand 4 standard errors off, furthest first'),
    rebuild: z
      .array(
        z.object({
          chromosome: z.string(),
          cause: z.enum(['mean-off', 'beyond-three']),
          value: z.number().describe('Mean z, or how many lie beyond 3'),
          samples: count,
        }),
      )
      .describe('What speaks for building the model again'),
    ...{ instruments: z.array(z.string()), reagentLots: z.array(z.string()) },
  })
  .meta({ id: 'ModelDrift' });

export type ModelDrift = z.infer<typeof modelDriftAnswer>;
