import { z } from 'zod';
import { reportStates } from '../../casework/report/report-state.ts';
import { lookBackOutcomes, touches } from '../../store/look-back-store.ts';
import { pageOf, pageQuery } from '../paging.ts';

const touch = {
  by: z.enum(touches),
  value: z.string().trim().min(1).max(200).describe('The model, version or lot, as it is named'),
};

/** One thing that may have touched reports. */
export const touchQuery = z.object(touch);

export const touchesAnswer = z
  .object({ items: z.array(z.object({ by: z.enum(touches), value: z.string() })) })
  .meta({ id: 'Touches' });

export const touchedCount = z
  .object({
    reports: z.number().int(),
    inForce: z.number().int().describe('Those a look-back would run again'),
  })
  .meta({ id: 'TouchedCount' });

export type Touches = z.infer<typeof touchesAnswer>;
export type TouchedCount = z.infer<typeof touchedCount>;

export const touchedQuery = pageQuery.extend(touch);

export const touchedAnswer = z
  .object({
    id: z.string(),
    version: z.number().int(),
    state: z.enum(reportStates),
    specimenNumber: z.string(),
    runId: z.string(),
    sampleId: z.string(),
    modelId: z.string(),
    softwareVersion: z.string(),
    issuedAt: z.date(),
  })
  .meta({ id: 'TouchedReport' });

export const lookBackBody = z.strictObject({
  ...touch,
  reason: z.string().trim().min(10).max(2000).describe('What is suspected'),
});

export type LookBackBody = z.infer<typeof lookBackBody>;

const count = z.number().int();

export const lookBackAnswer = z
  .object({
    ...{ id: z.string(), by: z.enum(touches), value: z.string(), reason: z.string() },
    ...{ openedBy: z.string(), openedAt: z.date() },
    reports: count.describe('In force when it was opened'),
    waiting: count.describe('Not run again yet'),
    changed: count.describe('With another verdict; a task each'),
    failed: count.describe('That could not be run again; a task each'),
  })
  .meta({ id: 'LookBack' });

export type LookBackAnswer = z.infer<typeof lookBackAnswer>;

const verdict = z.enum(['low-risk', 'high-risk', 'no-call']);

const rerun = {
  modelId: z.string().nullable().describe('With which it was run again'),
  softwareVersion: z.string().nullable(),
  comparison: z
    .array(
      z.object({
        target: z.enum(['T21', 'T18', 'T13']),
        before: verdict,
        after: verdict,
        zBefore: z.number().nullable(),
        zAfter: z.number().nullable(),
      }),
    )
    .nullable(),
  problem: z.string().nullable(),
  doneAt: z.date().nullable(),
};

/** What a look-back says of a report that the report does not say itself. */
export const lookBackFinding = z.object({
  ...{ id: z.string(), by: z.enum(touches), value: z.string() },
  ...rerun,
});

export const lookBackReportAnswer = z
  .object({
    reportId: z.string(),
    state: z.enum(reportStates),
    specimenNumber: z.string(),
    outcome: z.enum(lookBackOutcomes),
    ...rerun,
  })
  .meta({ id: 'LookBackReport' });

export const lookBackReportQuery = pageQuery.extend({
  outcome: z.enum(lookBackOutcomes).optional(),
});

export const lookBackReports = pageOf(lookBackReportAnswer);
export const lookBackList = pageOf(lookBackAnswer);

export type LookBackReports = z.infer<typeof lookBackReports>;
export type LookBackList = z.infer<typeof lookBackList>;
