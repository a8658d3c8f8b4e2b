import { z } from 'zod';
import { publicationStates } from '../../casework/report/publication-state.ts';
import { pageOf, pageQuery } from '../paging.ts';
import { lookBackFinding } from './look-back.ts';
import { reportAnswer } from './report.ts';
import { reportChangeAnswer } from './report-change.ts';
import { specimenNumber } from './specimen.ts';

export type { ReportDocument } from '../../casework/report/report-document.ts';

const { id, version, state, outcome, issuedAt } = reportAnswer.shape;
const { approver } = reportAnswer.shape;

export const reportListQuery = pageQuery.extend({ number: specimenNumber.optional() });

export const reportLines = pageOf(
  z
    .object({
      ...{ id, version, state, outcome, issuedAt, approver, specimenNumber: z.string() },
      publication: z.enum(publicationStates).nullable().describe('What the platform has of it'),
      proposed: z.enum(['amendment', 'revocation']).nullable(),
    })
    .meta({ id: 'ReportLine' }),
);

export type ReportLines = z.infer<typeof reportLines>;

export const reportOverview = z
  .object({
    report: reportAnswer,
    tag: z.string().describe('The ETag of the report, for If-Match of a proposal'),
    sampleId: z.string(),
    versions: z.array(z.object({ id, version, state, issuedAt })),
    changes: z.array(reportChangeAnswer),
    lookBacks: z.array(lookBackFinding).describe('What look-backs say against it'),
    publication: z
      .object({
        state: z.enum(publicationStates),
        isWithdrawal: z.boolean().describe('It was offered again, as a tombstone'),
        publishedAt: z.date(),
        pulledAt: z.date().nullable(),
        acknowledgedAt: z.date().nullable(),
      })
      .nullable(),
    claim: z.object({ state: z.string(), amount: z.string() }).nullable(),
  })
  .meta({ id: 'ReportOverview' });

export type ReportOverview = z.infer<typeof reportOverview>;
