import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { pino } from 'pino';
import { Upload } from 'tus-js-client';
import { createLandscape, type LandscapeOptions } from '../../fixtures/simulate/landscape.ts';
import type { SampleRecipe } from '../../fixtures/simulate/recipe.ts';
import { writeBam } from '../../fixtures/simulate/simulate-bam.ts';
import { readConfig } from '../../src/config.ts';
import type { Role } from '../../src/security/roles.ts';
import { uuidV7 } from '../../src/security/uuid-v7.ts';
import { startServer } from '../../src/server.ts';
import type { Tables } from '../../src/store/tables.ts';
import { type Credentials, issueCredentials } from './credentials.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are judged by what the test expects of them
export type Answer = { status: number; body: any; headers: Headers };

export interface IntakeService {
  readonly database: TestDatabase;
  readonly address: string;
  readonly home: string;
  readonly keys: Credentials;
  call(role: Role, line: string, body?: unknown, headers?: object): Promise<Answer>;
  close(): Promise<void>;
}

/** The service as `banyan serve` runs it, on a database and a home of its own. */
export async function intakeService(settings: Record<string, string> = {}): Promise<IntakeService> {
  const database = await createTestDatabase();
  const home = await mkdtemp(join(tmpdir(), 'banyan-intake-'));
  const config = readConfig(
    {},
    {
      ...{ BANYAN_HOME: home, DATABASE_URL: database.url, PORT: '0', BANYAN_WORKERS: '2' },
      ...settings,
    },
  );
  if (!config.ok) throw new Error(config.message);
  const cleanUp = async () => {
    await database.close();
    await rm(home, { recursive: true, force: true });
  };
  const server = await startServer(config.value, pino({ level: 'silent' })).catch(
    async (error: unknown) => {
      await cleanUp();
      throw error;
    },
  );
  const address = server.address ?? '';
  const keys = await issueCredentials(database.kysely, new Date());
  return {
    ...{ database, address, home, keys },
    // biome-ignore lint/complexity/useMaxParams: reads as the request it sends
    call: (role, line, body, headers) =>
      callService(address, keys[role], { line, body, ...(headers && { headers }) }),
    close: async () => {
      await server.close();
      await cleanUp();
    },
  };
}

/** Sends one request with a key and answers status and parsed body. */
export async function callService(
  address: string,
  key: string,
  { line, body, headers = {} }: { line: string; body?: unknown; headers?: object },
): Promise<Answer> {
  const [method, path] = line.split(' ');
  const response = await fetch(`${address}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return {
    status: response.status,
    body: isJson ? JSON.parse(text) : text,
    headers: response.headers,
  };
}

export const aligner = {
  ...{ name: 'bwa', version: '0.7.18', reference: 'GRCh37', duplicateMarking: 'samtools' },
};

/** A run of controls, which need no specimen. */
export function controlRun(flowcell: string, names: readonly string[]) {
  const rows = names.map((name) => `${name},,negative-control`);
  return {
    ...{ instrument: 'NextSeq-1', flowcell, aligner },
    sampleSheet: ['sample,specimen,kind', ...rows, ''].join('\n'),
  };
}

/** Writes a small BAM of a real genome's layout; answers its path and SHA-256. */
export function writeSmallBam(
  folder: string,
  recipe: Partial<SampleRecipe> & { name: string },
  laboratory: LandscapeOptions = { assembly: 'GRCh37', binSizeBases: 50_000, seed: 1 },
) {
  const landscape = createLandscape(laboratory);
  const path = join(folder, `${recipe.name}.bam`);
  const { counts } = writeBam({
    path,
    landscape,
    recipe: { seed: 7, fetalSex: 'male', fetalFraction: 0.1, reads: 20_000, ...recipe },
  });
  return { path, counts };
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Uploads bytes by a real tus client; answers the upload's address. */
export async function upload(options: {
  address: string;
  key: string;
  runId: string;
  fileName: string;
  bytes: Buffer;
  sha256?: string;
  chunkSize?: number;
}): Promise<string> {
  const { address, key, runId, fileName, bytes, sha256 = sha256Of(bytes) } = options;
  return new Promise((resolve, reject) => {
    const sending = new Upload(bytes, {
      endpoint: `${address}/api/v1/uploads`,
      chunkSize: options.chunkSize ?? 256 * 1024,
      headers: { authorization: `Bearer ${key}` },
      metadata: { runId, fileName: basename(fileName), sha256 },
      retryDelays: null,
      onSuccess: () => resolve(sending.url ?? ''),
      onError: reject,
    });
    sending.start();
  });
}

/** Asks until the answer is as wanted. */
export async function until<T>(
  ask: () => Promise<T>,
  isWanted: (answer: T) => boolean,
  seconds = 30,
): Promise<T> {
  const deadline = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (isWanted(answer)) return answer;
    if (Date.now() > deadline) {
      throw new Error(`still not as wanted: ${JSON.stringify(answer).slice(0, 2000)}`);
    }
    await delay(100);
  }
}

/** A run once all its samples are in one of the states. */
export async function settledRun(
  service: IntakeService,
  runId: string,
  states: readonly string[],
  // biome-ignore lint/suspicious/noExplicitAny: answers are judged by what the test expects of them
): Promise<any> {
  const { body } = await until(
    () => service.call('technician', `GET /api/v1/runs/${runId}`),
    (answer) =>
      answer.body.samples.every((sample: { state: string }) => states.includes(sample.state)),
  );
  return body;
}

/** A tube in a given state with all it hangs on, written as the case half would. */
export async function insertSpecimen(
  kysely: Kysely<Tables>,
  { number, state = 'RECEIVED' }: { number: string; state?: string },
): Promise<string> {
  const [personId, pregnancyId, id] = [uuidV7(), uuidV7(), uuidV7()];
  const { id: keyId } = await kysely.selectFrom('actor').select('id').executeTakeFirstOrThrow();
  const now = new Date();
  await kysely
    .insertInto('person')
    .values({ id: personId, identity_index: Buffer.from(id), identity_sealed: Buffer.alloc(1) })
    .execute();
  await kysely
    .insertInto('pregnancy')
    .values({
      ...{ id: pregnancyId, person_id: personId, state: 'REGISTERED', dating_basis: 'ultrasound' },
      ...{ expected_delivery_on: '2027-03-01', age_at_delivery: 31, fetus_count: 1 },
      ...{
        clinical: '{}',
        cover: '{}',
        request: '{}',
        registration_index: Buffer.from(id),
        population_class: 'suitable',
        population_reasons: '[]',
      },
      ...{ registered_by: keyId, registered_at: now },
    })
    .execute();
  await kysely
    .insertInto('specimen')
    .values({
      ...{ id, pregnancy_id: pregnancyId, number, parent_specimen_id: null, state },
      ...{ drawn_on: '2026-09-01', gestational_days_at_draw: 100, received_on: '2026-09-02' },
      ...{ hold_reasons: '[]', rejection_reason: state === 'REJECTED' ? 'clotted' : null },
      ...{ registered_by: keyId, registered_at: now },
    })
    .execute();
  return id;
}
