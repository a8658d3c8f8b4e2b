import { chmod, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BinCounts } from '../../src/analysis/bin-counts/bin-counts.ts';
import { openMasterKey } from '../../src/security/master-key.ts';
import { verifyAuditChain } from '../../src/store/audit-store.ts';
import { loadBinCounts } from '../../src/store/bin-counts-store.ts';
import { openDataKeys } from '../../src/store/data-keys.ts';
import { openDatabase } from '../../src/store/database.ts';
import { startEmbeddedPostgres } from '../../src/store/embedded-postgres/embedded-postgres.ts';
import {
  callService,
  controlRun,
  sha256Of,
  until,
  upload,
  writeSmallBam,
} from '../support/intake-service.ts';
import { type ServeProcess, startServeProcess } from '../support/serve-process.ts';
import { announceFile, sendPart, tusHeaders } from '../support/tus-requests.ts';

let folder: string;
let home: string;
let small: { bytes: Buffer; counts: BinCounts };
let large: { bytes: Buffer; counts: BinCounts };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'banyan-kill-'));
  // As root the database runs as another account, which has to walk through.
  await chmod(folder, 0o711);
  home = join(folder, 'home');
  const written = async (name: string, reads: number) => {
    const { path, counts } = writeSmallBam(folder, { name, reads });
    return { bytes: await readFile(path), counts };
  };
  small = await written('small', 20_000);
  large = await written('large', 400_000);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function create(service: ServeProcess, metadata: Record<string, string>, sizeBytes: number) {
  const key = await service.key('sequencer');
  const created = await announceFile(service.address, key, { metadata, sizeBytes });
  return created.headers.get('location') ?? '';
}

async function send(
  service: ServeProcess,
  path: string,
  part: { from: number; body: Buffer | ReadableStream },
) {
  return sendPart(`${service.address}${path}`, await service.key('sequencer'), part);
}

/** A body that hands over its bytes and then hangs, as a sender whose peer dies sees it. */
function hanging(bytes: Buffer): ReadableStream {
  return new ReadableStream({
    start: (controller) => controller.enqueue(Uint8Array.from(bytes)),
  });
}

async function register(service: ServeProcess): Promise<string> {
  const { body } = await callService(service.address, await service.key('sequencer'), {
    line: 'POST /api/v1/runs',
    body: controlRun('KILL', ['small', 'large']),
  });
  return body.id;
}

/** The upload of the small file, killed after half of a part had arrived; ends as if it had not. */
async function killedUpload(runId: string, first: ServeProcess): Promise<ServeProcess> {
  const { bytes } = small;
  const metadata = { runId, fileName: 'small.bam', sha256: sha256Of(bytes) };
  const path = await create(first, metadata, bytes.length);
  const id = path.split('/').at(-1) ?? '';
  const uploads = join(home, 'data', 'uploads');
  // Parts until the count of them lies on disk, to be gone on from.
  for (let end = 1000, from = 0; ; from = end, end += 1000) {
    await send(first, path, { from, body: bytes.subarray(from, end) });
    if ((await readdir(uploads)).includes(`${id}.count`)) break;
    expect(end).toBeLessThan(90_000);
    await delay(50);
  }
  const { size: before } = await stat(join(uploads, id));
  await send(first, path, { from: before, body: bytes.subarray(before, 100_000) });
  const broken = send(first, path, {
    from: 100_000,
    body: hanging(bytes.subarray(100_000, 200_000)),
  });
  broken.catch(() => undefined);
  const part = join(uploads, id);
  await until(
    async () => (await stat(part)).size,
    (size) => size > 100_000,
  );
  await first.kill();
  await expect(broken).rejects.toThrow();
  const onDisk = (await stat(part)).size;
  const second = await startServeProcess(home);
  const asked = await fetch(`${second.address}${path}`, {
    method: 'HEAD',
    headers: tusHeaders(await second.key('sequencer')),
  });
  const offset = Number(asked.headers.get('upload-offset'));
  expect(offset).toBeGreaterThanOrEqual(100_000);
  expect(offset).toBeLessThanOrEqual(onDisk);
  const rest = await send(second, path, {
    from: offset,
    body: bytes.subarray(offset),
  });
  expect(rest.status).toBe(204);
  return second;
}

describe('kill -9', () => {
  it('in an upload and in a count changes no result and doubles nothing', async () => {
    const first = await startServeProcess(home);
    const runId = await register(first);
    const second = await killedUpload(runId, first);
    await second.logged('counted while it arrived');
    await second.logged('counting');
    const counting = second.logged('"msg":"counting"[^]*"msg":"counting"');
    await upload({
      ...{ address: second.address, key: await second.key('sequencer'), runId },
      ...{ fileName: 'large.bam', bytes: large.bytes, chunkSize: 16 * 2 ** 20 },
    });
    await counting;
    await second.kill();
    const third = await startServeProcess(home);
    // Had the count come to its end before the kill, there would be nothing left to count.
    await third.logged('counting');
    await until(
      async () =>
        callService(third.address, await third.key('technician'), {
          line: `GET /api/v1/runs/${runId}`,
        }),
      ({ body }) => body.samples.every(({ state }: { state: string }) => state === 'COUNTED'),
    );
    await expectCountsAsWithoutKill();
    expect(await third.stop()).toBe(0);
  });
});

async function expectCountsAsWithoutKill(): Promise<void> {
  const secretsFolder = join(home, 'secrets');
  const server = await startEmbeddedPostgres({
    ...{ dataFolder: join(home, 'data', 'postgres'), secretsFolder },
    log: { info: () => undefined, warn: () => undefined },
  });
  const { kysely, close } = openDatabase(server.url);
  try {
    const { sealer } = await openDataKeys(kysely, { master: openMasterKey(secretsFolder) });
    const rows = await kysely.selectFrom('bin_counts').select('id').execute();
    expect(rows).toHaveLength(2);
    const found = await Promise.all(rows.map(({ id }) => loadBinCounts(kysely, sealer, id)));
    for (const { counts } of [small, large]) {
      const kept = found.find((row) => row?.counts.sample === counts.sample)?.counts;
      expect(kept?.forward).toEqual(counts.forward);
      expect(kept?.reverse).toEqual(counts.reverse);
    }
    expect(await kysely.selectFrom('run_file').select('id').execute()).toHaveLength(2);
    expect(await readdir(join(home, 'data', 'run-files'))).toEqual([]);
    const content = join(home, 'data', 'files', 'sha256');
    const files = await readdir(content, { recursive: true, withFileTypes: true });
    expect(files.filter((entry) => entry.isFile())).toHaveLength(2);
    // Neither parts nor counts under way are left.
    expect(await readdir(join(home, 'data', 'uploads'))).toEqual([]);
    expect(await verifyAuditChain(kysely)).toMatchObject({ ok: true });
    const events = await kysely
      .selectFrom('upload')
      .select('id')
      .where('finished_at', 'is', null)
      .execute();
    expect(events).toEqual([]);
  } finally {
    await close();
    await server.stop();
  }
}
