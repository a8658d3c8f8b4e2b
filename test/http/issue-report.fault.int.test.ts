import { Kysely, PostgresDialect, type PostgresPool } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issueReport } from '../../src/http/actions/issue-report.ts';
import { pullReports } from '../../src/http/actions/pull-reports.ts';
import { registerPregnancy } from '../../src/http/actions/register-pregnancy.ts';
import { pregnancyBody } from '../../src/http/schemas/pregnancy.ts';
import { verifyAuditChain } from '../../src/store/audit-store.ts';
import type { Tables } from '../../src/store/tables.ts';
import {
  type CaseService,
  caseService,
  registrationExample,
  reviewedCase,
} from '../support/case-service.ts';
import { callerOf } from '../support/credentials.ts';

let service: CaseService;
beforeAll(async () => {
  service = await caseService();
});
afterAll(() => service.close());

class LostConnection extends Error {}

type Moment = 'before' | 'after';

/**
 * The same database through connections that fail at their N-th statement, before or after it ran.
 */
function failingAt(countdown: { left: number }, moment: Moment): Kysely<Tables> {
  const { pool } = service.database;
  const connect = async () => {
    const client = await pool.connect();
    const run = client.query.bind(client) as (...given: unknown[]) => Promise<unknown>;
    const query = async (...given: unknown[]) => {
      countdown.left -= 1;
      if (countdown.left !== 0) return run(...given);
      if (moment === 'after') await run(...given);
      throw new LostConnection(String(given[0]));
    };
    return new Proxy(client, {
      get: (target, name) => {
        if (name === 'query') return query;
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  };
  const failing = { connect, end: () => Promise.resolve() } as unknown as PostgresPool;
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: failing }) });
}

const tables = ['report', 'ledger_entry', 'finding', 'outbox', 'claim', 'pregnancy'] as const;

async function snapshot(): Promise<unknown> {
  const { kysely, pool } = service.database;
  const rows = tables.map((table) => kysely.selectFrom(table).selectAll().execute());
  const specimens = await kysely.selectFrom('specimen').select(['id', 'state']).execute();
  const audit = await pool.query('select sequence, hash from audit_event order by sequence');
  return [await Promise.all(rows), specimens, audit.rows];
}

let cases = 0;
function another() {
  cases += 1;
  const value = `F${20_000 + cases}`;
  return { number: `F-${1000 + cases}`, registration: { identifier: { type: 'passport', value } } };
}

/**
 * Fails an act at statement 1, 2, 3 … until it runs to its end; answers how many statements it has.
 */
async function failEverywhere(
  act: (kysely: Kysely<Tables>) => Promise<unknown>,
  onFailure: (statement: number, before: unknown) => Promise<void>,
): Promise<number> {
  for (let statement = 1; statement < 100; statement += 1) {
    const before = await snapshot();
    try {
      await act(failingAt({ left: statement }, 'before'));
      return statement - 1;
    } catch (error) {
      expect(error, `statement ${statement}`).toBeInstanceOf(LostConnection);
      await onFailure(statement, before);
    }
  }
  throw new Error('the act never came to its end');
}

describe('a fault in the middle', () => {
  it('of issuing a report leaves nothing half-written, and the retry succeeds', async () => {
    const { reviewId } = await reviewedCase(service, another());
    const approver = await callerOf(service.services.kysely, 'approver');
    const statements = await failEverywhere(
      (kysely) => issueReport({ ...service.services, kysely }, approver, { reviewId }),
      async (statement, before) => expect(await snapshot(), `at ${statement}`).toEqual(before),
    );
    expect(statements).toBeGreaterThan(15);
    const again = await issueReport(service.services, approver, { reviewId });
    expect(again.created).toBe(false);
    const counts = await Promise.all(
      (['report', 'ledger_entry', 'finding', 'outbox'] as const).map(
        async (table) =>
          (await service.services.kysely.selectFrom(table).selectAll().execute()).length,
      ),
    );
    expect(counts).toEqual([1, 1, 1, 1]);
    expect(await verifyAuditChain(service.services.kysely)).toMatchObject({ ok: true });
  });

  it('of the answer to a commit is healed by the repetition', async () => {
    const { reviewId } = await reviewedCase(service, another());
    const approver = await callerOf(service.services.kysely, 'approver');
    const probe = { left: 0 };
    const counted = await reviewedCase(service, another());
    await issueReport({ ...service.services, kysely: failingAt(probe, 'before') }, approver, {
      reviewId: counted.reviewId,
    });
    const kysely = failingAt({ left: -probe.left }, 'after');
    await expect(
      issueReport({ ...service.services, kysely }, approver, { reviewId }),
    ).rejects.toThrow(/commit/);
    expect(await issueReport(service.services, approver, { reviewId })).toMatchObject({
      created: false,
    });
  });

  it('of registering leaves no person without a pregnancy', async () => {
    const body = pregnancyBody.parse(registrationExample(another().registration));
    const technician = await callerOf(service.services.kysely, 'technician');
    const statements = await failEverywhere(
      (kysely) => registerPregnancy({ ...service.services, kysely }, technician, body),
      async (statement, before) => expect(await snapshot(), `at ${statement}`).toEqual(before),
    );
    expect(statements).toBeGreaterThan(9);
    expect(await registerPregnancy(service.services, technician, body)).toMatchObject({
      created: false,
    });
  });

  it('of a pull marks nothing that was not answered', async () => {
    const platform = await callerOf(service.services.kysely, 'platform');
    await failEverywhere(
      (kysely) =>
        pullReports({ ...service.services, kysely }, platform, {
          after: 0,
          limit: 50,
          since: null,
        }),
      async (statement, before) => expect(await snapshot(), `at ${statement}`).toEqual(before),
    );
    const rows = await service.services.kysely.selectFrom('outbox').select('state').execute();
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['PULLED']));
  });
});
