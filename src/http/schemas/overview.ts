import { z } from 'zod';
import { redrawStates } from '../../casework/aftercare/redraw-state.ts';
import { sampleKinds } from '../../casework/run/sample-sheet.ts';
import { analysisAnswer } from './analysis.ts';
import { reportAnswer } from './report.ts';
import { reviewAnswer } from './review.ts';

/** How many samples of a run stand where. */
const stages = {
  sampleCount: z.number().int(),
  scoredCount: z.number().int(),
  failedCount: z.number().int(),
  /** Their files are whole: they are being counted or scored. */
  workingCount: z.number().int(),
  /** Their files are on their way. */
  arrivingCount: z.number().int(),
  /** How much of what is on its way has come, 0–1; null where nothing is. */
  arrivedFraction: z.number().nullable(),
  /** Reviews nobody has decided. */
  pendingReviewCount: z.number().int(),
};

export const runLines = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        instrument: z.string(),
        flowcell: z.string(),
        state: z.string(),
        urgent: z.boolean(),
        registeredAt: z.date(),
        ...stages,
      }),
    ),
  })
  .meta({ id: 'RunLines' });

export type RunLines = z.infer<typeof runLines>;

/** How long to hold the question while there is no other answer than the one named. */
export const waitQuery = z.object({ wait: z.coerce.number().int().min(0).max(30).default(0) });

const measure = z.number().nullable();
const verdict = z.enum(['low-risk', 'high-risk', 'no-call']);
const target = z.enum(['T21', 'T18', 'T13']);
const keptProblem = z.object({
  kind: z.string(),
  detail: z.string(),
  remedy: z.string().nullable(),
});

/** What an analysis says of one target, as far as a table of many samples shows it. */
const targetLine = z.object({
  ...{ target, chromosome: z.string(), verdict, reasons: z.array(z.string()) },
  ...{ z: measure, cv: measure, detectionLimit: measure, power: measure, posterior: measure },
});

const resultLine = z.object({
  qc: z.enum(['pass', 'warning', 'failure']),
  /** Names of the checks that did not pass. */
  checks: z.array(z.string()),
  readsCounted: z.number(),
  fetalFraction: z.object({ estimate: measure, low: measure, high: measure }),
  targets: z.array(targetLine),
  flags: z.array(z.string()),
});

const sampleLine = z.object({
  ...{ id: z.string(), name: z.string(), kind: z.enum(sampleKinds), state: z.string() },
  ...{ specimen: z.string().nullable(), specimenState: z.string().nullable() },
  /** How much of its files on their way has come, 0–1; null where none is. */
  arrivedFraction: measure,
  problem: keptProblem.nullable(),
  result: resultLine.nullable(),
  reviewState: z.string().nullable(),
  reviewReasons: z.array(z.string()),
  reportId: z.string().nullable(),
});

export const runOverview = z
  .object({
    ...{ id: z.string(), instrument: z.string(), flowcell: z.string(), state: z.string() },
    ...{ aligner: z.string(), urgent: z.boolean() },
    registeredAt: z.date(),
    ...stages,
    /** In the order of the sample sheet. */
    samples: z.array(sampleLine),
  })
  .meta({ id: 'RunOverview' });

export type RunOverview = z.infer<typeof runOverview>;

const { id, version, state, outcome, issuedAt } = reportAnswer.shape;

/** A sample made from a tube of the pregnancy: of an earlier or later draw, or a second library. */
const relatedSample = z.object({
  ...{ id: z.string(), name: z.string(), state: z.string(), runId: z.string() },
  ...{ flowcell: z.string(), scoredAt: z.date().nullable(), result: resultLine.nullable() },
  reviewState: z.string().nullable(),
  reports: z
    .array(z.object({ id, version, state, outcome, issuedAt }))
    .describe('Every version issued for it; none for who may not read reports'),
  repeat: z
    .object({
      agreement: z.enum(['agrees', 'disagrees', 'unknown']),
      opposed: z
        .array(z.string())
        .describe('Targets at high risk in one, at low risk in the other'),
      gap: measure.describe('How far the intervals of the fetal fraction lie apart'),
    })
    .nullable()
    .describe('Beside the sample that is shown; null for itself, and where one has no result'),
});

const relatedTube = z.object({
  ...{ number: z.string(), drawnOn: z.string(), gestationalDaysAtDraw: z.number().int() },
  ...{ state: z.string(), rejectionReason: z.string().nullable() },
  replaces: z.string().nullable().describe('The number of the tube it was drawn in place of'),
  redraw: z
    .object({ state: z.enum(redrawStates), reason: z.string() })
    .nullable()
    .describe('The request for another tube in its place'),
  samples: z.array(relatedSample),
});

const neighbour = z.object({ id: z.string(), name: z.string() }).nullable();

export const sampleOverview = z
  .object({
    ...{ id: z.string(), name: z.string(), kind: z.enum(sampleKinds), state: z.string() },
    ...{ specimen: z.string().nullable(), specimenState: z.string().nullable() },
    run: z.object({ id: z.string(), flowcell: z.string() }),
    /** Beside it on the sample sheet. */
    ...{ previous: neighbour, next: neighbour },
    problem: keptProblem.nullable(),
    analysis: analysisAnswer.nullable(),
    analysisSha256: z.string().nullable(),
    review: reviewAnswer.nullable(),
    pregnancyId: z.string().nullable(),
    mayDecide: z.boolean(),
    maySign: z.boolean(),
    report: z
      .object({
        ...{ id: z.string(), issuedAt: z.date(), approver: z.string() },
        conclusion: z.object({ chinese: z.string(), english: z.string() }),
      })
      .nullable(),
    /** Null for who may not see it. */
    claim: z
      .object({ state: z.string(), amount: z.string(), ledger: z.array(z.string()) })
      .nullable(),
    history: z.array(relatedTube).describe('Tubes of the pregnancy in order of the draw'),
  })
  .meta({ id: 'SampleOverview' });

export type SampleOverview = z.infer<typeof sampleOverview>;
export type ResultLine = z.infer<typeof resultLine>;
