import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import writeBinsFiles from '../../benchmarks/model-build/write-bins-files.ts';
import { parseBinsFile } from '../../src/analysis/bin-counts/bins-file.ts';
import { goodValue } from '../support/simulated-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'banyan-controls-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('the benchmark’s controls keep their size: the first stands for the thousand', () => {
  writeBinsFiles({ folder, count: 1_000, from: 0, to: 1 });
  const [name, ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  const { reads, forward } = goodValue(
    parseBinsFile(gunzipSync(readFileSync(join(folder, name))), name),
  );
  expect([name, reads.counted, forward.length]).toMatchInlineSnapshot(`
    [
      "control-001.bins.tsv.gz",
      4389881,
      61775,
    ]
  `);
});
