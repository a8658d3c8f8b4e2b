import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import pino from 'pino';
import type { AnalysisResult } from '../../src/analysis/analysis-result.ts';
import { buildApp } from '../../src/app.ts';
import { reviewReasons } from '../../src/casework/review/review-reasons.ts';
import { queuePlace } from '../../src/casework/review/turnaround.ts';
import { readConfig } from '../../src/config.ts';
import type { Services } from '../../src/http/services.ts';
import { openJobQueue } from '../../src/jobs/job-queue.ts';
import { createReportPrinter } from '../../src/jobs/report-printer.ts';
import { createWorkerPool } from '../../src/jobs/worker-pool.ts';
import { workingCalendar } from '../../src/jobs/working-calendar.ts';
import { blindIndex } from '../../src/security/blind-index.ts';
import { envelope } from '../../src/security/envelope.ts';
import { masterKey } from '../../src/security/master-key.ts';
import type { Role } from '../../src/security/roles.ts';
import { uuidV7 } from '../../src/security/uuid-v7.ts';
import { insertResult } from '../../src/store/result-store.ts';
import { insertReview } from '../../src/store/review-store.ts';
import { insertRun } from '../../src/store/run-store.ts';
import { insertSampleFiles } from '../../src/store/sample-file-store.ts';
import { insertSamples } from '../../src/store/sample-store.ts';
import { findSpecimenByNumber, moveSpecimen } from '../../src/store/specimen-store.ts';
import { createUploadLocker } from '../../src/store/upload-locker.ts';
import { type Credentials, issueCredentials } from './credentials.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { analysisExample, restrictedExample } from './report-example.ts';

/** The day on which every case of the tests is worked. */
export const today = new Date('2026-04-23T02:00:00Z');

export interface CaseService {
  readonly app: FastifyInstance;
  readonly services: Services;
  readonly database: TestDatabase;
  readonly keys: Credentials;
  /** Everything that was logged, one JSON document a line. */
  readonly logged: string[];
  readonly call: Call;
  close(): Promise<void>;
}

/** Sends one request as a role and answers status and parsed body. */
export type Call = (
  role: Role,
  line: `${'GET' | 'POST'} ${string}`,
  body?: object,
  // biome-ignore lint/suspicious/noExplicitAny: answers are judged by what the test expects of them
) => Promise<{ status: number; body: any; raw: LightMyRequestResponse }>;

/** The whole application on a database of its own, with one key a role and a fixed clock. */
export async function caseService(
  change: Partial<Services> = {},
  given?: TestDatabase,
): Promise<CaseService> {
  const database = given ?? (await createTestDatabase());
  const home = await mkdtemp(join(tmpdir(), 'banyan-case-'));
  const config = readConfig({}, { BANYAN_HOME: home });
  if (!config.ok) throw new Error(config.message);
  const logged: string[] = [];
  const log = pino({ level: 'debug' }, { write: (line: string) => logged.push(line) });
  const key = masterKey(Buffer.alloc(32, 7));
  const pool = createWorkerPool({ threads: 1 });
  const services: Services = {
    config: config.value,
    kysely: database.kysely,
    jobs: await openJobQueue({
      ...{ connectionString: database.url, kysely: database.kysely, log },
      signal: new AbortController().signal,
    }),
    sealer: envelope(key),
    blindIndex: blindIndex(key),
    clock: () => today,
    log,
    pool,
    uploadLocker: createUploadLocker(database.url),
    printer: createReportPrinter(null),
    arrivals: { nudge: () => undefined, whole: () => undefined },
    ...change,
  };
  const keys = await issueCredentials(services.kysely, today);
  const app = await buildApp(services);
  const close = async () => {
    await app.close();
    await services.uploadLocker.close();
    await services.jobs.stop();
    await services.printer.close();
    await pool.close();
    await database.close();
    await rm(home, { recursive: true, force: true });
  };
  return { app, services, database, keys, logged, call: callOf(app, keys), close };
}

function callOf(app: FastifyInstance, keys: CaseService['keys']): Call {
  return async (role, line, body) => {
    const [method, url] = line.split(' ') as ['GET' | 'POST', string];
    const headers = { authorization: `Bearer ${keys[role]}` };
    const raw = await app.inject({ method, url, headers, ...(body ? { payload: body } : {}) });
    const isJson = /json/.test(String(raw.headers['content-type']));
    return { status: raw.statusCode, body: isJson ? raw.json() : raw.body, raw };
  };
}

/**
 * A registration that is eligible for 500 yuan: 29 years old, borderline serology, Gulou district.
 */
export function registrationExample(change: Record<string, unknown> = {}) {
  return {
    name: '林小燕',
    identifier: { type: 'resident-id', value: '35012119951130112X' },
    phone: '13812345678',
    birthDate: '1995-11-30',
    dating: { basis: 'ultrasound', expectedDeliveryOn: '2026-10-08' },
    fetusCount: 1,
    clinical: {},
    serology: [
      {
        institution: '鼓楼区妇幼保健院',
        testedOn: '2026-04-17',
        trisomy21Denominator: 800,
        trisomy18Denominator: 50_000,
      },
    ],
    cover: {
      insuranceType: '390',
      centre: 'city',
      insuredArea: '350102',
      employerCounty: null,
      poverty: [],
    },
    request: {
      institutionId: 'fuzhou-first-hospital',
      institution: '福州市第一医院',
      doctor: '林医生',
    },
    consent: { scopes: ['test', 'platform-store'], signedOn: '2026-04-18' },
    ...change,
  };
}

/** Registers a pregnancy and its tube; answers both identifiers. */
export async function registerCase(
  { call }: CaseService,
  { number = 'N20260420001', registration = {}, specimen = {} } = {},
): Promise<{ pregnancyId: string; number: string }> {
  const { body } = await call(
    'technician',
    'POST /api/v1/pregnancies',
    registrationExample(registration),
  );
  await call('technician', `POST /api/v1/pregnancies/${body.id}/specimens`, {
    ...{ number, drawnOn: '2026-04-20', receivedOn: '2026-04-21' },
    ...specimen,
  });
  return { pregnancyId: body.id, number };
}

async function registerRun({ kysely }: Services): Promise<string> {
  const id = uuidV7();
  const registrar = await kysely.selectFrom('actor').select('id').executeTakeFirstOrThrow();
  const aligner = { name: 'bwa', version: '0.7.18', reference: 'GRCh38', duplicateMarking: 'none' };
  await insertRun(kysely, {
    ...{ id, instrument: 'NextSeq-1', flowcell: `FC-${id.slice(-6)}`, aligner },
    ...{ lanes: [], chemistry: null, reagentLots: [] },
    ...{ registeredBy: registrar.id, registeredAt: today, urgent: false },
  });
  return id;
}

/** Brings a received tube to its review with an analysis, as the sequencing and its jobs would. */
export async function analyseCase(
  { services }: CaseService,
  {
    number,
    result = analysisExample(),
    batch = 'RELEASED',
    run = null,
    fetalSex = 'female',
  }: {
    number: string;
    result?: AnalysisResult;
    batch?: string;
    run?: string | null;
    fetalSex?: 'female' | 'male';
  },
): Promise<{ reviewId: string; sampleId: string; runId: string }> {
  const { kysely, sealer } = services;
  const specimen = await findSpecimenByNumber(kysely, number);
  if (!specimen) throw new Error(`no specimen ${number}`);
  const [sampleId, resultId, reviewId] = [uuidV7(), uuidV7(), uuidV7()];
  const runId = run ?? (await registerRun(services));
  await insertSamples(kysely, [
    {
      ...{ id: sampleId, runId, name: number, kind: 'patient', specimenId: specimen.id },
      fileName: `${number}.bam`,
    },
  ]);
  await insertSampleFiles(kysely, [
    { runId, sampleId, fileName: `${number}.bam`, lane: null, registeredAt: today },
  ]);
  // What a batch is released by is judged in its own tests.
  await kysely.updateTable('batch').set({ state: batch }).where('run_id', '=', runId).execute();
  await kysely.updateTable('sample').set({ state: 'SCORED' }).where('id', '=', sampleId).execute();
  if (specimen.state === 'RECEIVED') {
    await moveSpecimen(kysely, { id: specimen.id, from: 'RECEIVED', to: 'IN_LAB' });
  }
  await moveSpecimen(kysely, { id: specimen.id, from: 'IN_LAB', to: 'ANALYSED' });
  await kysely
    .insertInto('reference_model')
    .values({
      ...{ id: result.model.id, sha256: result.model.sha256, assembly: result.assembly },
      registered_at: today,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const body = JSON.stringify(result);
  await insertResult(kysely, {
    ...{ id: resultId, sampleId, inputSha256: result.input.sha256, modelId: result.model.id },
    ...{ softwareVersion: result.software.version, body, scoredAt: today },
    bodySha256: createHash('sha256').update(body).digest('hex'),
    restrictedSealed: sealer.sealText(JSON.stringify(restrictedExample(fetalSex)), {
      ...{ recordClass: 'analysis.restricted', recordId: resultId },
    }),
  });
  const reasons = reviewReasons(result, { populationClass: 'suitable', fetusCount: 1 });
  const place = queuePlace({ drawnOn: specimen.drawnOn, calls: result.calls }, workingCalendar);
  const review = { id: reviewId, sampleId, analysisResultId: resultId, reasons, place };
  await insertReview(kysely, review);
  return { reviewId, sampleId, runId };
}

/** Lets a role's test account see what rests on X and Y, as the security administrator would. */
export async function grantRestricted({ services, call }: CaseService, role: Role): Promise<void> {
  const { id } = await services.kysely
    .selectFrom('actor')
    .select('id')
    .where('name', '=', role)
    .executeTakeFirstOrThrow();
  const grant = { permission: 'restricted.read', reason: 'judges X and Y this week', hours: 2 };
  await call('security-administrator', `POST /api/v1/staff/${id}/grants`, grant);
}

/** A case up to the signature: registered, analysed and approved by the reviewer. */
export async function reviewedCase(
  service: CaseService,
  options: { number?: string; registration?: object; result?: AnalysisResult } = {},
): Promise<{ reviewId: string; pregnancyId: string; number: string }> {
  const { number, pregnancyId } = await registerCase(service, options);
  const { reviewId } = await analyseCase(service, { ...options, number });
  await service.call('reviewer', `POST /api/v1/reviews/${reviewId}/decision`, {
    decision: 'approve',
    comment: '',
  });
  return { reviewId, pregnancyId, number };
}
