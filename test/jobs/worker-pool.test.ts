import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkerPool } from '../../src/jobs/worker-pool.ts';
import { sha256Of } from '../support/intake-service.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'banyan-pool-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the pool of threads', () => {
  it('goes on with what waits when the thread it waits for ends', async () => {
    const pool = createWorkerPool({ threads: 1 });
    const path = join(folder, 'bytes');
    await writeFile(path, 'bytes');
    const cutShort = new AbortController();
    const endless = pool.run('digest-file', { file: '/dev/zero' }, { signal: cutShort.signal });
    const waiting = pool.run('digest-file', { file: path });
    setTimeout(() => cutShort.abort(), 300);
    await expect(endless).rejects.toThrow();
    expect(await waiting).toBe(sha256Of(Buffer.from('bytes')));
    await pool.close();
  }, 15_000);
});
