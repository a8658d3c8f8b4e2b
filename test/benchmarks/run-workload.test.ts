import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { distinctBam } from '../../benchmarks/run/distinct-bam.ts';
import { runWorkload } from '../../benchmarks/run/workload.ts';
import { writeSmallBam } from '../support/intake-service.ts';
import { countBam } from '../support/scan-bam.ts';

const folder = mkdtempSync(join(tmpdir(), 'banyan-run-workload-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('a run keeps its size', () => {
  expect(runWorkload).toEqual({ samples: 96, reads: 5_000_000, distinctBams: 4, senders: 2 });
});

it('no two files of a run are the same bytes, and each holds the same reads', async () => {
  const { path } = writeSmallBam(folder, { name: 'small', reads: 2_000 });
  const files = await Promise.all([distinctBam(path, 0), distinctBam(path, 1)]);
  const [one, other] = await Promise.all(
    files.map(async ({ bytes }) => Buffer.from(await bytes.arrayBuffer())),
  );
  expect(one.equals(other)).toBe(false);
  expect(createHash('sha256').update(one).digest('hex')).toBe(files[0].sha256);
  expect(countBam(one)).toEqual(countBam(other));
  expect(countBam(one).ok).toBe(true);
});
