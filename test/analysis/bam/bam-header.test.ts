import { describe, expect, it } from 'vitest';
import { bgzfBlock, humanContigs, tinyBam } from '../../../fixtures/bam/tiny-bam.ts';
import { createBamHeaderReader } from '../../../src/analysis/bam/bam-header.ts';
import { bgzfEndOfFile } from '../../../src/analysis/bam/bgzf-block.ts';
import type { Contig } from '../../../src/analysis/genome/match-contigs.ts';
import { scanBam } from '../../support/scan-bam.ts';

function int32(...values: number[]): number[] {
  return values.flatMap((value) => [...new Uint8Array(Int32Array.of(value).buffer)]);
}

const magic = [66, 65, 77, 1];
const content = (...bytes: number[]) => Uint8Array.from([...magic, ...bytes]);

describe('the header', () => {
  it.each([5, 64, 1000, 0xff00])('is read over blocks of %i bytes', (blockSize) => {
    const contigs = humanContigs('T2T-CHM13v2.0');
    const text = `@HD\tVN:1.6\n@CO\t${'x'.repeat(3000)}\n`;
    const bytes = tinyBam({ contigs, reads: [{ contig: 3, position: 7 }], text, blockSize });
    const seen: (readonly Contig[])[] = [];
    expect(scanBam(bytes, 'any', (listed) => seen.push(listed))).toBeUndefined();
    expect(seen).toEqual([contigs]);
  });

  it('hands back the bytes behind it', () => {
    const step = createBamHeaderReader().push(content(...int32(0, 0), 1, 2, 3));
    expect(step.state === 'done' && [...step.rest]).toEqual([1, 2, 3]);
  });

  it('asks for more until it is whole', () => {
    const reader = createBamHeaderReader();
    const bytes = content(...int32(2), 64, 72, ...int32(1, 2), 120, 0, ...int32(99));
    for (const byte of bytes.subarray(0, -1)) {
      expect(reader.push(Uint8Array.of(byte)).state).toBe('more');
    }
    expect(reader.push(bytes.subarray(-1))).toMatchObject({
      state: 'done',
      contigs: [{ name: 'x', lengthBases: 99 }],
    });
  });

  it.each([
    ['a negative text', int32(-1)],
    ['a text beyond reason', int32(0x7fff_ffff)],
    ['a negative number of contigs', int32(0, -1)],
    ['a number of contigs beyond reason', int32(0, 0x7fff_ffff)],
    ['a contig without a name', int32(0, 1, 0)],
    ['a name beyond reason', int32(0, 1, 100_000)],
    ['a name that does not end', [...int32(0, 1, 2), 120, 121, ...int32(5)]],
    ['a negative length', [...int32(0, 1, 2), 120, 0, ...int32(-5)]],
  ])('refuses %s', (_, bytes) => {
    const step = createBamHeaderReader().push(content(...bytes));
    expect(step.state === 'problem' && step.problem.kind).toBe('bam-header-damaged');
  });

  it.each([
    ['##fileformat=VCFv4.2\n', 'bam-not-bam'],
    ['@SQ\tSN:chr1\tLN:5\n', 'bam-is-sam'],
  ])('refuses other content in BGZF: %j', (text, kind) => {
    const bytes = Buffer.concat([bgzfBlock(new TextEncoder().encode(text)), bgzfEndOfFile]);
    expect(scanBam(bytes, 'any', () => undefined)?.kind).toBe(kind);
  });

  it('misses a header that ends too early', () => {
    const bytes = Buffer.concat([bgzfBlock(content(...int32(50))), bgzfEndOfFile]);
    expect(scanBam(bytes, 'any', () => undefined)).toMatchObject({
      kind: 'bam-truncated',
      detail: 'the file ends within its header',
    });
  });
});
