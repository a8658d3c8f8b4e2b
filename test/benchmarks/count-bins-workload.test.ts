import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { writeWorkload } from '../../benchmarks/count-bins/workload.ts';

const folder = mkdtempSync(join(tmpdir(), 'banyan-workload-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('the benchmark’s BAM keeps its size: a thousandth of it stands for the whole', () => {
  const { records, counts, bytes } = writeWorkload(join(folder, 'workload.bam'), 10_000);
  expect({ records, reads: counts.reads }).toMatchInlineSnapshot(`
    {
      "reads": {
        "counted": 9861,
        "duplicate": 574,
        "improperPair": 0,
        "lowMappingQuality": 438,
        "mapped": 10961,
        "otherContig": 25,
        "qcFail": 25,
        "secondMate": 0,
        "secondary": 24,
        "supplementary": 14,
        "total": 11185,
        "unmapped": 224,
      },
      "records": 11185,
    }
  `);
  expect(bytes / records).toBeCloseTo(28, 0);
});
