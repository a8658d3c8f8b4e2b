import type { Caller } from '../../security/caller.ts';
import { appendAuditEvents } from '../../store/audit-store.ts';
import {
  acknowledgeFinding,
  getReleasedFinding,
  listFindingOutbox,
  markFindingsPulled,
  type ReleasedFinding,
} from '../../store/finding-outbox-store.ts';
import { HttpProblem } from '../problem.ts';
import type { Services } from '../services.ts';
import { conflict } from './refusal.ts';
import { pseudonymFor } from './report-document.ts';

/** One page of released findings in their stable order; each is marked as pulled once. */
export async function pullFindings(
  services: Services,
  platform: Caller,
  { after, limit }: { after: number; limit: number },
) {
  const { kysely, clock } = services;
  const rows = await listFindingOutbox(kysely, { after, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const ids = page.map(({ id }) => id);
  const now = clock();
  if (ids.length > 0) {
    await kysely.transaction().execute(async (tx) => {
      await markFindingsPulled(tx, { ids, pulledAt: now });
      const event = { at: now, actor: platform.name, action: 'finding.pull' };
      await appendAuditEvents(tx, [{ ...event, subject: 'finding', detail: { ids } }]);
    });
  }
  const items = page.map((row) => findingOf(services, platform, row));
  return { items, next: rows.length > limit ? String(page.at(-1)?.sequence) : null };
}

/** Under the name the platform knows her by; no two recipients can put theirs together. */
function findingOf(services: Services, platform: Caller, row: ReleasedFinding) {
  const { id, reportId, version, publishedAt, personId, sequence, isWithdrawal } = row;
  const pseudonym = pseudonymFor(services, platform.actorId, personId);
  const shown = { id, reportId, version, publishedAt, cursor: String(sequence) };
  return { ...shown, isWithdrawal, body: isWithdrawal ? null : { ...row.body, pseudonym } };
}

/** Notes that the platform has a finding for good. The same again changes nothing. */
export async function acknowledgePulled(
  { kysely, clock }: Services,
  platform: Caller,
  id: string,
): Promise<void> {
  const now = clock();
  await kysely.transaction().execute(async (tx) => {
    if (await acknowledgeFinding(tx, { id, acknowledgedAt: now })) {
      const event = { at: now, actor: platform.name, action: 'finding.acknowledge' };
      await appendAuditEvents(tx, [{ ...event, subject: `finding/${id}`, detail: {} }]);
      return;
    }
    const row = await getReleasedFinding(tx, id);
    if (!row) throw HttpProblem.notFound('released finding');
    if (row.state !== 'ACKED') throw conflict('a finding is acknowledged after it was pulled');
  });
}
