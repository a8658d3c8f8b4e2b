import {
  type SettledFinding,
  type Settlement,
  settleFinding,
} from '../../casework/registry/settle-finding.ts';
import { uuidV7 } from '../../security/uuid-v7.ts';
import type { AuditEvent } from '../../store/audit-store.ts';
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

/** Offers what was settled to the platform, if she agreed; after the audit events, like reports. */
export async function publishSettled({ tx, now }: Acting, pregnancyId: string): Promise<void> {
  await publishReports(tx, await requirePregnancy(tx, pregnancyId), now);
}
