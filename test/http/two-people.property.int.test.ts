import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allStateMachines } from '../../src/casework/state-machine.ts';
import type { StateTable } from '../../src/casework/state-table.ts';
import { verifyAuditChain } from '../../src/store/audit-store.ts';
import { analysisOf } from '../support/batch-example.ts';
import {
  type CaseEvent,
  caseBeginning,
  caseEvent,
  caseShortcuts,
  type Person,
  people,
} from '../support/case-events.ts';
import {
  analyseCase,
  type CaseService,
  caseService,
  registerCase,
  registrationExample,
  today,
} from '../support/case-service.ts';
import { signedIn } from '../support/credentials.ts';

let service: CaseService;
let now = today;
let tokens: Record<Person, string>;
beforeAll(async () => {
  service = await caseService({ clock: () => now });
  tokens = await service.services.kysely.transaction().execute(async (tx) => {
    const pairs: [Person, string][] = [];
    for (const name of people) {
      const roles = ['reviewer', 'approver'] as const;
      pairs.push([name, await signedIn(tx, { name, roles, now })]);
    }
    return Object.fromEntries(pairs) as typeof tokens;
  });
});
afterAll(() => service.close());

interface Case {
  readonly reviewId: string;
  readonly runId: string;
  readonly number: string;
  readonly pregnancyId: string;
}

/** Who could sign, as the test itself keeps account of it. */
interface Standing {
  readonly factorAt: Map<Person, number>;
  readonly licensed: Set<Person>;
}

let cases = 0;

async function newCase(): Promise<Case> {
  const number = `T20260423-${++cases}`;
  const identifier = { type: 'passport', value: `E56${String(cases).padStart(6, '0')}` };
  const registration = registrationExample({ identifier });
  const { pregnancyId } = await registerCase(service, { number, registration });
  const result = analysisOf(() => 0.5);
  return { ...(await analyseCase(service, { number, result })), number, pregnancyId };
}

async function send(by: Person, line: string, payload: object = {}) {
  const [method, url] = line.split(' ') as ['GET' | 'POST', string];
  const headers = { authorization: `Bearer ${tokens[by]}` };
  const answer = await service.app.inject({
    ...{ method, url, headers },
    ...(method === 'POST' && { payload }),
  });
  expect(answer.statusCode, answer.body).toBeLessThan(500);
  return { status: answer.statusCode, body: answer.json() };
}

/** The review and the report that stand for the case now, and what is proposed for it. */
async function standing({ number }: Case) {
  const { kysely } = service.services;
  const reports = await kysely
    .selectFrom('report')
    .innerJoin('specimen', 'specimen.id', 'report.specimen_id')
    .select(['report.id', 'report.version', 'report.state', 'report.review_id'])
    .select(['report.body', 'report.body_sha256', 'report.reviewer', 'report.approver'])
    .where('specimen.number', '=', number)
    .orderBy('report.version')
    .execute();
  const reviews = await kysely
    .selectFrom('review')
    .innerJoin('sample', 'sample.id', 'review.sample_id')
    .select(['review.id', 'review.state'])
    .where('sample.name', '=', number)
    .execute();
  const changes = await kysely
    .selectFrom('report_change')
    .innerJoin('report', 'report.id', 'report_change.report_id')
    .select(['report_change.id', 'report_change.state', 'proposed_by', 'decided_by'])
    .where('report_change.report_id', 'in', [...reports.map(({ id }) => id), nobody])
    .execute();
  const tube = await kysely
    .selectFrom('specimen')
    .select(['id', 'state'])
    .where('number', '=', number)
    .executeTakeFirstOrThrow();
  return { reports, reviews, changes, tube };
}

const nobody = '00000000-0000-7000-8000-000000000000';
type Standings = Awaited<ReturnType<typeof standing>>;

async function happen({ act: what, by }: CaseEvent, of: Case, known: Standing): Promise<void> {
  const { kysely } = service.services;
  const seen = await standing(of);
  const review = seen.reviews.find(({ state }) => state !== 'SUPERSEDED')?.id ?? of.reviewId;
  const report = seen.reports.at(-1)?.id ?? nobody;
  const change = seen.changes.at(-1)?.id ?? nobody;
  const version = async () => (await send(by, `GET /api/v1/reviews/${review}`)).body.version;
  const decide = (decision: string) =>
    send(by, `POST /api/v1/reviews/${review}/decision`, { decision, comment: 'seen' });
  const list = async (path: string) =>
    send(by, `POST /api/v1/reviews/${path}`, {
      items: [{ id: review, version: String(await version()) }],
    });
  const batch = (state: string) =>
    kysely.updateTable('batch').set({ state }).where('run_id', '=', of.runId).execute();
  const staff = (values: { licence_to: string }) =>
    kysely
      .updateTable('staff')
      .set(values)
      .where('id', '=', kysely.selectFrom('actor').select('id').where('name', '=', by))
      .execute();
  const reason = 'found in the test';
  const acts: Record<string, () => Promise<unknown>> = {
    approve: () => decide('approve'),
    'no-call': () => decide('no-call'),
    redraw: () => decide('redraw'),
    'approve-list': () => list('approvals'),
    sign: () => send(by, `POST /api/v1/reviews/${review}/sign`),
    'sign-list': () => list('signatures'),
    amend: () =>
      send(by, `POST /api/v1/reports/${report}/amendments`, { reason, decision: 'approve' }),
    revoke: () => send(by, `POST /api/v1/reports/${report}/revocations`, { reason }),
    'sign-change': () => send(by, `POST /api/v1/report-changes/${change}/sign`),
    withdraw: () => send(by, `POST /api/v1/report-changes/${change}/withdrawal`),
    'hold-batch': () => batch('HELD'),
    'release-batch': () => batch('RELEASED'),
    'factor-grows-old': async () => {
      now = new Date(now.getTime() + 16 * 60_000);
      // The sessions are kept in use; only the factor grows old.
      await kysely.updateTable('staff_session').set({ last_seen_at: now }).execute();
    },
    'give-factor': async () => {
      const id = kysely.selectFrom('actor').select('id').where('name', '=', by);
      await kysely
        .updateTable('staff_session')
        .set({ factor_at: now })
        .where('staff_id', '=', id)
        .execute();
      known.factorAt.set(by, now.getTime());
    },
    'lose-licence': async () => {
      await staff({ licence_to: '2026-04-22' });
      known.licensed.delete(by);
    },
    'get-licence': async () => {
      await staff({ licence_to: '2099-12-31' });
      known.licensed.add(by);
    },
  };
  await acts[what]();
}

/** Whether a state is reached from another by arrows, or is the same. */
function isReached({ transitions }: StateTable, from: string, to: string): boolean {
  const reached = new Set([from]);
  for (let grew = true; grew; ) {
    const next = transitions.filter((row) => reached.has(row.from) && !reached.has(row.to));
    for (const row of next) reached.add(row.to);
    grew = next.length > 0;
  }
  return reached.has(to);
}

function expectArrows(before: Standings, after: Standings): void {
  const { review, report, 'report-change': change, 'specimen-order': tube } = allStateMachines;
  const pairs = [
    [review, before.reviews, after.reviews],
    [report, before.reports, after.reports],
    [change, before.changes, after.changes],
    [tube, [before.tube], [after.tube]],
  ] as const;
  for (const [table, earlier, later] of pairs) {
    for (const { id, state } of later) {
      const from = earlier.find((row) => row.id === id)?.state ?? table.states[0];
      expect(isReached(table, from, state), `${from} to ${state}`).toBe(true);
    }
    expect(later.length).toBeGreaterThanOrEqual(earlier.length);
  }
}

/** What must hold however the events fell. */
async function expectHeld({
  before,
  after,
  by,
  batch,
  known,
}: {
  before: Standings;
  after: Standings;
  by: Person;
  batch: string;
  known: Standing;
}): Promise<void> {
  expectArrows(before, after);
  const isFresh = now.getTime() - (known.factorAt.get(by) ?? 0) <= 15 * 60_000;
  const maySign = isFresh && known.licensed.has(by);
  const fresh = after.reports.filter(({ id }) => !before.reports.some((row) => row.id === id));
  const { kysely } = service.services;
  const actor = kysely.selectFrom('actor').select('id').where('name', '=', by);
  const { id: actorId } = await actor.executeTakeFirstOrThrow();
  for (const report of fresh) {
    expect({ maySign, batch, approver: report.approver }).toEqual({
      ...{ maySign: true, batch: 'RELEASED', approver: actorId },
    });
  }
  for (const { id, body, body_sha256, reviewer, approver } of after.reports) {
    expect(reviewer).not.toBe(approver);
    expect(createHash('sha256').update(body).digest('hex')).toBe(body_sha256);
    const earlier = before.reports.find((row) => row.id === id);
    if (earlier) expect(body).toBe(earlier.body);
  }
  for (const { id, state, proposed_by, decided_by } of after.changes) {
    if (state !== 'SIGNED') continue;
    expect(proposed_by).not.toBe(decided_by);
    const isNew = before.changes.some((row) => row.id === id && row.state === 'PROPOSED');
    if (isNew) expect({ maySign, decided_by }).toEqual({ maySign: true, decided_by: actorId });
  }
  expect(after.reports.filter(({ state }) => state === 'ISSUED').length).toBeLessThan(2);
}

async function batchOf({ runId }: Case): Promise<string> {
  const { kysely } = service.services;
  const query = kysely.selectFrom('batch').select('state').where('run_id', '=', runId);
  return (await query.executeTakeFirstOrThrow()).state;
}

describe('no sequence of events', () => {
  it('leaves the state tables, reports without two people, or signs without licence and factor', async () => {
    let issued = 0;
    await fc.assert(
      fc.asyncProperty(
        caseBeginning,
        fc.array(caseEvent, { maxLength: 12 }),
        async (first, events) => {
          now = today;
          const known: Standing = { factorAt: new Map(), licensed: new Set(people) };
          const reset = { factor_at: now, last_seen_at: now };
          const { kysely } = service.services;
          await kysely.updateTable('staff_session').set(reset).execute();
          await kysely.updateTable('staff').set({ licence_to: '2099-12-31' }).execute();
          for (const person of people) known.factorAt.set(person, now.getTime());
          const of = await newCase();
          for (const each of [...first, ...events]) {
            const [before, batch] = [await standing(of), await batchOf(of)];
            await happen(each, of, known);
            const after = await standing(of);
            await expectHeld({ before, after, by: each.by, batch, known });
            issued += after.reports.length - before.reports.length;
          }
        },
      ),
      { numRuns: 20, examples: caseShortcuts },
    );
    // A property of nothing would hold as well.
    expect(issued).toBeGreaterThan(2);
    expect(await verifyAuditChain(service.services.kysely)).toMatchObject({ ok: true });
  });
});
