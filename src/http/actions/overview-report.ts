import { formatMoney } from '../../casework/claim/money.ts';
import { type Caller, may } from '../../security/caller.ts';
import { findClaimOfPregnancy } from '../../store/claim-store.ts';
import { listLookBacksOfReport } from '../../store/look-back-store.ts';
import { findOutboxOfReport } from '../../store/outbox-store.ts';
import { listChangesOfReport } from '../../store/report-list-store.ts';
import { getReport, listReportsOfSpecimen, type ReportRow } from '../../store/report-store.ts';
import { findSpecimenByNumber } from '../../store/specimen-store.ts';
import { HttpProblem } from '../problem.ts';
import type { ReportOverview } from '../schemas/report-overview.ts';
import type { Services } from '../services.ts';
import { reportAnswerOf, reportText } from './view-report.ts';
import { reportChangeAnswerOf, requireReportChange } from './view-report-change.ts';

/** An issued version with its sisters, what is proposed, and what became of it outside. */
export async function overviewReport(
  services: Services,
  caller: Caller,
  id: string,
): Promise<ReportOverview> {
  const { kysely } = services;
  const report = await getReport(kysely, id);
  if (!report) throw HttpProblem.notFound('report');
  const specimen = await findSpecimenByNumber(kysely, report.specimenNumber);
  const versions = specimen ? await listReportsOfSpecimen(kysely, specimen.id) : [];
  const outbox = await findOutboxOfReport(kysely, id);
  return {
    report: reportAnswerOf(report),
    tag: reportText(report).tag,
    sampleId: report.sampleId,
    versions: versions.map((each) => ({
      ...{ id: each.id, version: each.version, issuedAt: each.issuedAt },
      state: each.state as ReportOverview['versions'][number]['state'],
    })),
    changes: await changesOf(services, id),
    lookBacks: (await listLookBacksOfReport(kysely, id)) as ReportOverview['lookBacks'],
    publication: outbox && {
      state: outbox.state as NonNullable<ReportOverview['publication']>['state'],
      isWithdrawal: outbox.isWithdrawal,
      ...{ publishedAt: outbox.publishedAt, pulledAt: outbox.pulledAt },
      acknowledgedAt: outbox.acknowledgedAt,
    },
    claim: may(caller, 'claim.read') ? await claimOf(services, report) : null,
  };
}

async function changesOf(services: Services, id: string): Promise<ReportOverview['changes']> {
  const ids = await listChangesOfReport(services.kysely, id);
  const rows = await Promise.all(ids.map((each) => requireReportChange(services.kysely, each)));
  return rows.map((row) => reportChangeAnswerOf(services, row));
}

async function claimOf({ kysely }: Services, { pregnancyId }: ReportRow) {
  const claim = await findClaimOfPregnancy(kysely, pregnancyId);
  if (!claim) return null;
  const { amountMinorUnits, state } = claim;
  return { state, amount: formatMoney({ amountMinorUnits, currency: 'CNY' }) };
}
