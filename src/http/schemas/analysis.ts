import { z } from 'zod';
import type { AnalysisResult } from '../../analysis/analysis-result.ts';

const word = z.string();
const words = z.array(word);
const measure = z.number().nullable();
const qcVerdict = z.enum(['pass', 'warning', 'failure']);

const qcCheck = z.object({
  ...{ name: word, value: measure, limit: measure, unit: word, verdict: qcVerdict },
});

const chromosome = z.object({
  chromosome: word,
  fraction: measure,
  expected: measure,
  cv: measure,
  z: measure,
  scores: z.object({ standard: measure, ncv: measure, regression: measure }),
  detectionLimit: measure,
});

const call = z.object({
  target: z.enum(['T21', 'T18', 'T13']),
  verdict: z.enum(['low-risk', 'high-risk', 'no-call']),
  reasons: words,
  ...{ prior: measure, likelihoodRatio: measure, posterior: measure, power: measure },
});

const segment = z.object({
  chromosome: word,
  ...{ start: z.int(), end: z.int(), ratio: z.number(), z: z.number() },
  type: z.enum(['gain', 'loss']),
});

/** A sealed analysis as it leaves the service: without what is restricted. */
export const analysisAnswer = z
  .object({
    schema: z.literal(1),
    sample: word,
    assembly: z.enum(['GRCh37', 'GRCh38', 'T2T-CHM13v2.0']),
    software: z.object({ version: word }),
    parameters: z.object({ age: measure, weeks: word.nullable() }),
    model: z.object({ id: word, sha256: word }),
    input: z.object({ file: word, sha256: word }),
    reads: z.object({
      ...{ total: measure, mapped: measure, counted: z.number() },
      ...{ mappedFraction: measure, duplicateFraction: measure, gcFraction: measure },
    }),
    qc: z.object({ verdict: qcVerdict, checks: z.array(qcCheck) }),
    fetalFraction: z.object({ estimate: measure, low: measure, high: measure }),
    chromosomes: z.array(chromosome),
    calls: z.array(call),
    segments: z.array(segment),
    flags: words,
  })
  .meta({ id: 'Analysis' }) satisfies z.ZodType<Omit<AnalysisResult, 'restricted'>>;
