import { describe, expect, it } from 'vitest';
import { smallPairedEnd, smallSingleEnd } from '../../../fixtures/bam/small-samples.ts';
import { bgzfBlock, humanContigs, type TinyRead, tinyBam } from '../../../fixtures/bam/tiny-bam.ts';
import { SeededRandom } from '../../../fixtures/simulate/seeded-random.ts';
import { bgzfEndOfFile } from '../../../src/analysis/bam/bgzf-block.ts';
import { dataProblemCatalogue } from '../../../src/analysis/data-problem-catalogue.ts';
import { zlibCodec } from '../../support/plain-reader/zlib-codec.ts';
import { countBam, problemOf, valueFrom } from '../../support/scan-bam.ts';

const settings = { binSizeBases: 1_000_000 };

/** Some 3 kB over several blocks: incompressible bases, so that most bytes carry something. */
function someReads(): Uint8Array {
  const random = new SeededRandom(7, 'faults');
  const bases = () => Array.from({ length: 60 }, () => 'ACGT'[random.below(4)]).join('');
  const reads: TinyRead[] = Array.from({ length: 60 }, (_, i) => ({
    ...{
      contig: i >> 2,
      position: 100_000 * i + random.below(9999),
      flags: ((i % 3) * 0x10) & 0x10,
    },
    ...{ name: `read${random.below(1e6)}`, bases: bases() },
  }));
  return tinyBam({ contigs: humanContigs('GRCh38'), reads, blockSize: 2000 });
}

const files: [string, Uint8Array][] = [
  ['single-end', tinyBam({ ...smallSingleEnd(), blockSize: 300 })],
  ['paired-end', tinyBam(smallPairedEnd())],
  ['several blocks', someReads()],
];

describe.each(files)('a BAM (%s)', (_, bytes) => {
  const right = valueFrom(countBam(bytes, settings));

  it('cut at any byte is named as cut', () => {
    for (let size = 0; size < bytes.length; size++) {
      const problem = problemOf(countBam(bytes.subarray(0, size), settings));
      expect([size, problem.kind]).toEqual([size, size === 0 ? 'file-empty' : 'bam-truncated']);
      expect(problem.detail).not.toBe('');
    }
  });

  it.each([0xff, 0x01, 0x80])('with any early byte flipped by %i is right or named', (mask) => {
    const outcomes = new Map<string, number>();
    for (let offset = 0; offset < Math.min(2000, bytes.length); offset++) {
      const flipped = Uint8Array.from(bytes);
      flipped[offset] ^= mask;
      const result = countBam(flipped, settings);
      const outcome = result.ok ? 'right' : result.problem.kind;
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      if (result.ok) expect([offset, result.value]).toEqual([offset, right]);
      else expect(dataProblemCatalogue).toHaveProperty(result.problem.kind);
    }
    // Only the time stamp, the extra flags and the system's name of a block's header are free.
    expect(outcomes.get('right') ?? 0).toBeLessThan(6 * 30);
    expect(outcomes.get('bam-block-damaged')).toBeGreaterThan(50);
  });

  it('followed by anything but blocks is named', () => {
    for (const tail of [[0], [31], [31, 139, 8, 4], [...'trailing'].map((c) => c.charCodeAt(0))]) {
      const { kind } = problemOf(countBam(Uint8Array.from([...bytes, ...tail]), settings));
      expect(kind).toMatch(/^bam-(?:truncated|block-damaged)$/);
    }
  });
});

describe('content that is whole as BGZF but damaged as BAM', () => {
  const content = { contigs: humanContigs('GRCh38'), reads: smallSingleEnd().reads };
  const whole = tinyBam({ ...content, withEndOfFile: true });

  it('never throws nor hangs, whatever byte behind the CRC is changed', () => {
    const inflated = zlibCodec.inflate(whole.subarray(18, -36), 65_536);
    if (inflated === undefined) throw new Error('the fixture does not inflate');
    expect(inflated.length).toBeGreaterThan(900);
    const kinds = new Set<string>();
    for (let offset = 0; offset < inflated.length; offset++) {
      for (const mask of [0xff, 0x01, 0x80]) {
        const changed = Uint8Array.from(inflated);
        changed[offset] ^= mask;
        const result = countBam(Buffer.concat([bgzfBlock(changed), bgzfEndOfFile]), settings);
        kinds.add(result.ok ? 'value' : result.problem.kind);
      }
    }
    for (const kind of [
      'bam-record-damaged',
      'bam-header-damaged',
      'bam-not-bam',
      'bam-unsorted',
    ]) {
      expect(kinds).toContain(kind);
    }
  });
});
