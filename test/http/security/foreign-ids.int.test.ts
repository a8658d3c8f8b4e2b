import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearerToken } from '../../../src/security/bearer-token.ts';
import { hasPermission, type Role, roles } from '../../../src/security/roles.ts';
import { uuidV7 } from '../../../src/security/uuid-v7.ts';
import { insertKey } from '../../../src/store/api-key-store.ts';
import { insertRedraw } from '../../../src/store/redraw-store.ts';
import { insertReferral } from '../../../src/store/referral-store.ts';
import { insertSession } from '../../../src/store/session-store.ts';
import { raiseTask } from '../../../src/store/task-store.ts';
import { insertUpload } from '../../../src/store/upload-store.ts';
import {
  analyseCase,
  type CaseService,
  caseService,
  registerCase,
  today,
} from '../../support/case-service.ts';
import { type ListedRoute, listRoutes } from '../../support/list-routes.ts';
import { analysisExample } from '../../support/report-example.ts';

let service: CaseService;
/** Every route, pages too, whose address holds an id. */
let routes: readonly ListedRoute[];
/** A thing that is there, by the beginning of its address. */
let things: Readonly<Record<string, string>>;
/** Sessions and keys that may ask for nothing, or not for another's. */
let others: { readonly halfSignedIn: string; readonly otherSequencer: string };

/** Named after a word of a list, or a part of a page, which is no secret. */
const namesNothing = ['/problems/', '/administration/'];

/** She agreed to be tested, and to nothing else. */
const testedOnly = { consent: { scopes: ['test'], signedOn: '2026-04-18' } };

beforeAll(async () => {
  const { built, routes: all } = await listRoutes(caseService);
  service = built;
  const isNamed = ({ url }: ListedRoute) =>
    url.includes(':') && !namesNothing.some((start) => url.startsWith(start));
  routes = all.filter(isNamed);
  things = await makeThings();
  others = await makeOthers();
});
afterAll(() => service.close());

async function makeThings(): Promise<typeof things> {
  const { call, services } = service;
  const { kysely, jobs } = services;
  const { pregnancyId, number } = await registerCase(service, { registration: testedOnly });
  const { reviewId, sampleId, runId } = await analyseCase(service, {
    ...{ number, result: analysisExample({ T21: 'high-risk' }) },
  });
  const decision = { decision: 'approve', comment: '' };
  await call('reviewer', `POST /api/v1/reviews/${reviewId}/decision`, decision);
  const { body: report } = await call('approver', `POST /api/v1/reviews/${reviewId}/sign`);
  const { body: pregnancy } = await call('technician', `GET /api/v1/pregnancies/${pregnancyId}`);
  const { id: result } = await kysely
    .selectFrom('analysis_result')
    .select('id')
    .executeTakeFirstOrThrow();
  await raiseTask(kysely, { sampleId, analysisResultId: result, raisedAt: today });
  const { body: tasks } = await call('reviewer', 'GET /api/v1/tasks');
  await kysely.transaction().execute((tx) => jobs.enqueue(tx, 'count-bins', { runFileId: result }));
  const { body: waiting } = await call('technician', 'GET /api/v1/jobs');
  const actor = async (name: Role) =>
    (await kysely.selectFrom('actor').select('id').where('name', '=', name).executeTakeFirst())?.id;
  const upload = uuidV7();
  await insertUpload(kysely, {
    ...{ id: upload, runId, sampleId, fileName: `${number}.bam`, sizeBytes: 10 },
    ...{ sha256: 'a'.repeat(64), startedBy: String(await actor('sequencer')), startedAt: today },
  });
  const { body: batch } = await call('reviewer', `GET /api/v1/runs/${runId}/batch`);
  const line = `POST /api/v1/reports/${report.id}/revocations` as const;
  const { body: change } = await call('reviewer', line, { reason: 'sample swap' });
  return {
    '/api/v1/batches/:id': batch.id,
    '/api/v1/report-changes/:id': change.id,
    '/api/v1/staff/:id': String(await actor('technician')),
    '/api/v1/keys/:id': String(await actor('sequencer')),
    '/api/v1/clients/:id': String(await actor('platform')),
    '/api/v1/pregnancies/:id': pregnancyId,
    '/api/v1/specimens/:number': number,
    '/api/v1/runs/:id': runId,
    '/api/v1/uploads/:id': upload,
    '/api/v1/samples/:id': sampleId,
    '/api/v1/overview/runs/:id': runId,
    '/api/v1/overview/samples/:id': sampleId,
    '/api/v1/jobs/:id': waiting.items[0].id,
    '/api/v1/reviews/:id': reviewId,
    '/api/v1/tasks/:id': tasks.items[0].id,
    '/api/v1/reports/:id': report.id,
    '/api/v1/overview/reports/:id': report.id,
    '/api/v1/released-reports/:id': report.id,
    '/api/v1/claims/:id': pregnancy.claim.id,
    ...(await makeAftercare(pregnancyId)),
    '/api/v1/models/:id': 'controls-2026',
    '/fhir/DiagnosticReport/:id': report.id,
    '/runs/:id': runId,
    '/samples/:id': sampleId,
    '/reports/:id': report.id,
    '/models/:id': 'controls-2026',
  };
}

async function makeAftercare(pregnancyId: string): Promise<typeof things> {
  const { call, services } = service;
  const { kysely } = services;
  const { body: cases } = await call('reviewer', 'GET /api/v1/high-risk-cases');
  const { body: followUps } = await call('reviewer', 'GET /api/v1/follow-ups');
  const touched = { by: 'model', value: 'controls-2026', reason: 'a control was swapped' };
  const { body: lookBack } = await call('laboratory-manager', 'POST /api/v1/look-backs', touched);
  const { id: specimenId } = await kysely
    .selectFrom('specimen')
    .select('id')
    .executeTakeFirstOrThrow();
  const [caseId, redraw, referral] = [cases.items[0].id, uuidV7(), uuidV7()];
  const opened = { dueOn: '2026-05-07', openedAt: today };
  await insertRedraw(kysely, { id: redraw, specimenId, pregnancyId, reason: 'leak', ...opened });
  const finding = await kysely.selectFrom('finding').select('id').executeTakeFirstOrThrow();
  const made = { institution: 'H', urgency: 'routine', createdAt: today };
  await insertReferral(kysely, { id: referral, caseId, ...made });
  return {
    '/api/v1/overview/aftercare/:id': pregnancyId,
    '/aftercare/:id': pregnancyId,
    '/api/v1/high-risk-cases/:id': caseId,
    '/api/v1/referrals/:id': referral,
    '/api/v1/follow-ups/:id': followUps.items[0].id,
    '/api/v1/redraws/:id': redraw,
    '/api/v1/released-findings/:id': finding.id,
    '/api/v1/look-backs/:id': lookBack.id,
    '/look-backs/:id': lookBack.id,
  };
}

function makeOthers(): Promise<typeof others> {
  return service.services.kysely.transaction().execute(async (tx) => {
    const [halfSignedIn, otherSequencer] = [bearerToken('session'), bearerToken('sequencer')];
    const manager = await tx
      .selectFrom('actor')
      .select('id')
      .where('name', '=', 'laboratory-manager')
      .executeTakeFirstOrThrow();
    await insertSession(tx, {
      ...{ id: uuidV7(), token: halfSignedIn, staffId: manager.id, factorAt: null, now: today },
      expiresAt: new Date(today.getTime() + 3_600_000),
    });
    await insertKey(tx, {
      ...{ id: uuidV7(), name: 'another sequencer', role: 'sequencer' },
      ...{ secret: otherSequencer, expiresAt: null, now: today },
    });
    return { halfSignedIn, otherSequencer };
  });
}

function thingOf({ url }: ListedRoute): string {
  const start = Object.keys(things).find((each) => url === each || url.startsWith(`${each}/`));
  if (start === undefined) throw new Error(`make a thing for ${url}, and say whose it is`);
  return things[start];
}

/** What a key is told of an id; whatever names the id or the request is left out. */
async function ask({ method, url }: ListedRoute, key: string, id: string): Promise<string> {
  const answer = await service.app.inject({
    ...{ method: method as 'GET', url: url.replace(/:\w+/, id) },
    headers: {
      ...{ authorization: `Bearer ${key}`, 'tus-resumable': '1.0.0', 'upload-offset': '0' },
      ...(method === 'PATCH' &&
        url.includes('uploads') && { 'content-type': 'application/offset+octet-stream' }),
    },
  });
  const told = answer.body.replaceAll(id, '').replace(/urn:banyan:request:[\w-]+/, '');
  return `${answer.statusCode} ${told}`;
}

const unknownId = ({ url }: ListedRoute) => (url.includes(':number') ? 'N-UNKNOWN' : uuidV7());

/** Everything the database holds, but for when a key or a session was last seen. */
async function everything(): Promise<readonly string[]> {
  const { pool } = service.database;
  const { rows } = await pool.query(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'
        and table_name not in ('warning', 'queue', 'version', 'schedule')
      order by 1`,
  );
  const sums = rows.map(async ({ name }: { name: string }) => {
    const row = "(to_jsonb(each) - 'last_seen_at' - 'last_used_at')::text";
    const sum = `select md5(string_agg(${row}, '' order by ${row})) as sum from ${name} as each`;
    return `${name} ${(await pool.query(sum)).rows[0].sum}`;
  });
  return Promise.all(sums);
}

/** Asks as one for what is there and what is not; answers the routes that told the difference. */
async function tellApart(key: string, among: readonly ListedRoute[], statuses: readonly string[]) {
  const before = await everything();
  const wrong: string[] = [];
  for (const route of among) {
    const told = await ask(route, key, thingOf(route));
    const nothing = await ask(route, key, unknownId(route));
    const isRefused = statuses.some((status) => told.startsWith(status));
    if (!isRefused || told !== nothing) wrong.push(`${route.method} ${route.url}: ${told}`);
  }
  expect(await everything()).toEqual(before);
  return wrong;
}

describe('an id of somebody else’s', () => {
  it('is tried on every route that takes one', () => {
    expect(routes.length).toBeGreaterThan(40);
    const described = Object.keys(service.app.swagger().paths ?? {}).filter(
      (path) => path.includes('{') && !path.startsWith('/problems'),
    );
    const urls = new Set(routes.map(({ url }) => url.replaceAll(/:(\w+)/g, '{$1}')));
    for (const path of described) expect(urls).toContain(path);
    for (const route of routes) expect(thingOf(route), route.url).toBeTruthy();
  });

  it.each(roles)('tells the role %s nothing where it has no right', async (role) => {
    const closed = routes.filter(
      ({ config: { permission } }) => permission && !hasPermission(role, permission),
    );
    expect(closed.length).toBeGreaterThan(10);
    expect(await tellApart(service.keys[role], closed, ['403'])).toEqual([]);
  });

  it('tells nothing to nobody, and to a password without its second factor', async () => {
    expect(await tellApart('nonsense', routes, ['401', '303'])).toEqual([]);
    expect(await tellApart(others.halfSignedIn, routes, ['401', '403', '303'])).toEqual([]);
  });

  it('is an upload only to the key that started it', async () => {
    const uploads = routes.filter(({ url }) => url.startsWith('/api/v1/uploads/'));
    expect(uploads.map(({ method }) => method).sort()).toEqual(['HEAD', 'PATCH']);
    for (const key of [others.otherSequencer, service.keys.technician]) {
      expect(await tellApart(key, uploads, ['404'])).toEqual([]);
    }
  });

  it('is a report to the platform only once she lets it go there', async () => {
    const { platform } = service.keys;
    const pulls = routes.filter(({ url }) => url.startsWith('/fhir/'));
    expect(pulls.length).toBeGreaterThan(1);
    expect(await tellApart(platform, pulls, ['404'])).toEqual([]);
    const page = async () => (await service.call('platform', 'GET /fhir/DiagnosticReport')).body;
    expect((await page()).entry).toBeUndefined();
    const { scopes, signedOn } = testedOnly.consent;
    const wider = { scopes: [...scopes, 'platform-store'], signedOn };
    const line = `POST /api/v1/pregnancies/${things['/api/v1/pregnancies/:id']}/consent` as const;
    for (let sent = 0; sent < 2; sent++) {
      expect((await service.call('technician', line, wider)).status).toBe(200);
      expect((await page()).entry).toHaveLength(1);
    }
  });
});
