import type { DiagnosisResult } from '../../casework/aftercare/diagnosis.ts';
import {
  type SettledFinding,
  type Settlement,
  settleFinding,
} from '../../casework/registry/settle-finding.ts';
import { uuidV7 } from '../../security/uuid-v7.ts';
import type { AuditEvent } from '../../store/audit-store.ts';
import { findOutcome } from '../../store/follow-up-store.ts';
import { findCaseOfSpecimen, listDiagnoses } from '../../store/high-risk-case-store.ts';
import { findNewestFinding, insertFinding } from '../../store/registry-store.ts';
import { publishReports } from './publish-reports.ts';
import { accept } from './refusal.ts';
import type { Acting } from './take-step.ts';
import { requirePregnancy } from './view-pregnancy.ts';

/** Writes the next version of what the genotype–phenotype store knows of a pregnancy. */
export async function settleFindingOf(
  { tx, caller, now }: Acting,
  pregnancyId: string,
  settlement: Settlement,
): Promise<AuditEvent[]> {
  const earlier = await findNewestFinding(tx, pregnancyId);
  // Without a report in force there is nothing that could be settled.
  if (!earlier) return [];
  const { reportId } = earlier;
  const body = accept(settleFinding(earlier.body as unknown as SettledFinding, settlement));
  const [id, version] = [uuidV7(), earlier.version + 1];
  await insertFinding(tx, { id, pregnancyId, reportId, version, body, recordedAt: now });
  const statuses = Object.fromEntries(body.genotypes.map(({ target, status }) => [target, status]));
  const event = { at: now, actor: caller.name, action: 'finding.settle', subject: `finding/${id}` };
  return [{ ...event, detail: { report: reportId, version, statuses } }];
}

/** What was known of an earlier version is known of the one that amends it. */
export async function settleAmended(
  acting: Acting,
  { pregnancyId, specimenId }: { pregnancyId: string; specimenId: string },
): Promise<AuditEvent[]> {
  const { tx } = acting;
  const found = await findCaseOfSpecimen(tx, specimenId);
  const last = found && (await listDiagnoses(tx, found.id)).at(-1);
  const ended = await findOutcome(tx, pregnancyId);
  if (!last && !ended) return [];
  const results = (last?.results ?? []) as DiagnosisResult[];
  return settleFindingOf(acting, pregnancyId, {
    ...(last && { diagnosis: { ...last, results } }),
    ...(ended && { outcome: { kind: ended.kind, endedOn: ended.endedOn } }),
    phenotypes: ended?.phenotypes ?? [],
  });
}

/** Offers what was settled to the platform, if she agreed; after the audit events, like reports. */
export async function publishSettled({ tx, now }: Acting, pregnancyId: string): Promise<void> {
  await publishReports(tx, await requirePregnancy(tx, pregnancyId), now);
}
