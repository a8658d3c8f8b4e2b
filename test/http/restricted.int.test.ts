import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { staffRoles } from '../../src/security/roles.ts';
import {
  analyseCase,
  type CaseService,
  caseService,
  grantRestricted,
  registerCase,
  today,
} from '../support/case-service.ts';
import { analysisExample } from '../support/report-example.ts';

const reason = '校正后 X、Y 与胎儿比例不符，需人工判断';
const body = { purpose: 'judge-sex-chromosomes', reason };

let service: CaseService;
const samples: Record<'girl' | 'boy', string> = { girl: '', boy: '' };
beforeAll(async () => {
  service = await caseService();
  samples.girl = await addSample(1, 'female');
  samples.boy = await addSample(2, 'male');
});
afterAll(() => service.close());

async function addSample(i: number, fetalSex: 'female' | 'male'): Promise<string> {
  const number = `N2026042000${i}`;
  const identifier = { type: 'passport', value: `E1234567${i}` };
  await registerCase(service, { number, registration: { identifier } });
  const result = { ...analysisExample(), sample: number };
  return (await analyseCase(service, { number, result, fetalSex })).sampleId;
}

const line = (id: string) => `POST /api/v1/samples/${id}/restricted-readings` as const;
const look = (id: string, change: object = {}) =>
  service.call('reviewer', line(id), { ...body, ...change });

async function count(table: string): Promise<number> {
  const where = table === 'audit_event' ? " where action = 'restricted.read'" : '';
  const { rows } = await service.database.pool.query(`select 1 from ${table}${where}`);
  return rows.length;
}

const counts = async () => [await count('restricted_reading'), await count('audit_event')];

describe('what rests on X and Y', () => {
  it('is nobody’s by a role, and the refusal tells nothing of a sample', async () => {
    for (const role of staffRoles) {
      const told = [samples.girl, samples.boy, '00000000-0000-7000-8000-000000000000'].map((id) =>
        service.call(role, line(id), body),
      );
      const answers = (await Promise.all(told)).map(({ status, body: { detail } }) => [
        status,
        detail,
      ]);
      expect(answers[0][0], role).toBe(403);
      expect(answers[1]).toEqual(answers[0]);
      expect(answers[2]).toEqual(answers[0]);
    }
    expect(await counts()).toEqual([0, 0]);
  });

  it('needs a purpose, a written reason that tells no sex, and a fresh second factor', async () => {
    await grantRestricted(service, 'reviewer');
    for (const change of [{ purpose: 'curiosity' }, { reason: '   x   ' }, { reason: undefined }]) {
      expect((await look(samples.girl, change)).status).toBe(400);
    }
    const telling = await look(samples.girl, { reason: '孕妇想知道是男胎还是女胎，请告知' });
    expect(telling.body).toMatchObject({ status: 422, type: '/problems/fetal-sex-told' });
    const { kysely } = service.services;
    const factorAt = (at: Date) => kysely.updateTable('staff_session').set({ factor_at: at });
    await factorAt(new Date(today.getTime() - 16 * 60_000)).execute();
    expect((await look(samples.girl)).body.type).toBe('/problems/second-factor-needed');
    await factorAt(today).execute();
    expect((await look('00000000-0000-7000-8000-000000000000')).status).toBe(404);
    expect(await counts()).toEqual([0, 0]);
  });

  it('is shown once for each record, of one length for all, kept and logged by nobody', async () => {
    const [girl, boy] = [await look(samples.girl), await look(samples.boy)];
    expect(await counts()).toEqual([2, 2]);
    expect(girl.status).toBe(200);
    expect(boy.body.chromosomeX.z).toBe(-7.77006);
    expect(Object.keys(boy.body)).toEqual([
      ...['model', 'chromosomeX', 'chromosomeY', 'fetalFraction', 'flags'],
    ]);
    expect(boy.raw.body).not.toMatch(/male|fetalSex|combined/);
    const headers = [girl, boy].map(({ raw }) => {
      const { date: _, 'x-ratelimit-remaining': __, ...rest } = raw.headers;
      return rest;
    });
    expect(headers[1]).toEqual(headers[0]);
    expect(boy.raw.rawPayload.length).toBe(girl.raw.rawPayload.length);
    expect(headers[0]['cache-control']).toBe('no-store');
    expect(headers[0]).not.toHaveProperty('etag');
    const { rows } = await service.database.pool.query(
      `select body from idempotent_answer union all
       select detail from audit_event where action = 'restricted.read'`,
    );
    const kept = [...rows.map((row) => JSON.stringify(row)), ...service.logged].join('\n');
    expect(kept).not.toMatch(/7\.77006|0\.77700/);
    expect(kept).not.toContain(reason);
  });

  it('is not shown if it cannot be recorded', async () => {
    const { pool } = service.database;
    await pool.query(`create function refuse_look() returns trigger language plpgsql as $$ begin
        if new.action = 'restricted.read' then raise exception 'full'; end if;
        return new;
      end $$;
      create trigger refuse_look before insert on audit_event
        for each row execute function refuse_look()`);
    const refused = await look(samples.boy);
    await pool.query('drop trigger refuse_look on audit_event; drop function refuse_look()');
    expect(refused.status).toBe(500);
    expect(refused.raw.body).not.toContain('7.77');
    expect(await counts()).toEqual([2, 2]);
  });

  it('is watched over: who looked, when and why, without the values', async () => {
    const path = 'GET /api/v1/restricted-readings';
    expect((await service.call('reviewer', path)).status).toBe(403);
    const { body: answer, raw } = await service.call('audit-administrator', path);
    expect(answer.items).toMatchObject([
      { sampleId: samples.boy, reader: 'reviewer', purpose: body.purpose, reason },
      { sampleId: samples.girl, reader: 'reviewer', purpose: body.purpose, reason },
    ]);
    expect(raw.body).not.toMatch(/7\.77006|0\.77700/);
    const { rows } = await service.database.pool.query(
      'select reason_sealed from restricted_reading',
    );
    expect(rows[0].reason_sealed.toString('utf8')).not.toContain(reason);
  });
});

describe('a boy’s and a girl’s sample, to who may not see it', () => {
  it('are told apart by nothing but names, ids and hashes, all of one length', async () => {
    const told = async (id: string) => {
      const ends = ['samples/$', 'samples/$/analysis', 'overview/samples/$'];
      const lines = ends.map((end) => `GET /api/v1/${end.replace('$', id)}` as const);
      const answers = await Promise.all(lines.map((each) => service.call('approver', each)));
      return answers.map(({ status, raw }) => ({
        ...{ status, length: raw.headers['content-length'] },
        text: raw.body
          .replaceAll(/N2026042000\d/g, 'N')
          .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
          .replaceAll(/"(?:analysisSha256|bodySha256|flowcell)":"[^"]*"|"version":"\\"[^"]*"/g, ''),
      }));
    };
    expect(await told(samples.boy)).toEqual(await told(samples.girl));
  });

  it('stand alike among the samples that a later one is like', async () => {
    const later = await addSample(3, 'male');
    const { body: answer } = await service.call(
      'approver',
      `GET /api/v1/overview/samples/${later}/similar`,
    );
    expect(answer.targets).toHaveLength(3);
    for (const { samples: alike } of answer.targets) {
      const byId = new Map(
        alike.map(({ id, name: _, ...told }: { id: string; name: string }) => [id, told]),
      );
      expect(byId.get(samples.boy)).toMatchObject({ verdict: 'low-risk', fate: 'open' });
      expect(byId.get(samples.boy)).toEqual(byId.get(samples.girl));
    }
  });
});
