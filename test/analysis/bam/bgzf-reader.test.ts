import { describe, expect, it } from 'vitest';
import { bgzfBlock, tinyBam } from '../../../fixtures/bam/tiny-bam.ts';
import { bgzfEndOfFile } from '../../../src/analysis/bam/bgzf-block.ts';
import { recogniseFormat } from '../../../src/analysis/bam/recognise-format.ts';
import { bgzfBlockSize, isBgzfEndOfFile } from '../../support/plain-reader/bgzf-block.ts';
import { createBgzfReader } from '../../support/plain-reader/bgzf-reader.ts';
import { zlibCodec } from '../../support/plain-reader/zlib-codec.ts';

const text = (content: string) => new TextEncoder().encode(content);

function read(bytes: Uint8Array, pieceSize = bytes.length + 1) {
  const contents: string[] = [];
  const offsets: number[] = [];
  const reader = createBgzfReader({
    codec: zlibCodec,
    onBlock(content, byteOffset) {
      contents.push(new TextDecoder().decode(content));
      offsets.push(byteOffset);
      return undefined;
    },
  });
  for (let start = 0; start < bytes.length; start += pieceSize) {
    reader.push(bytes.subarray(start, start + pieceSize));
  }
  const problem = reader.finish();
  return { contents, offsets, problem, again: reader.push(text('more')) };
}

function changed(block: Uint8Array, offset: number, byte: number): Uint8Array {
  const copy = Uint8Array.from(block);
  copy[offset] = byte;
  return copy;
}

describe('a block’s size', () => {
  it('is read once its header is whole', () => {
    expect(bgzfBlockSize(bgzfEndOfFile, 0, 28)).toBe(28);
    expect(bgzfBlockSize(bgzfEndOfFile, 0, 18)).toBe(28);
    expect(bgzfBlockSize(bgzfEndOfFile, 0, 17)).toBe(0);
    expect(bgzfBlockSize(bgzfEndOfFile, 0, 0)).toBe(0);
  });

  it('is found behind other subfields', () => {
    const block = bgzfBlock(text('hello'), [88, 89, 3, 0, 1, 2, 3]);
    expect(bgzfBlockSize(block, 0, block.length)).toBe(block.length);
    expect(read(Buffer.concat([block, bgzfEndOfFile]))).toMatchObject({
      contents: ['hello'],
      problem: undefined,
    });
  });

  it.each([
    ['magic', 0, 30],
    ['magic', 1, 0],
    ['method', 2, 7],
    ['flags', 3, 0],
    ['subfield name', 12, 65],
    ['subfield length', 14, 3],
    ['block size', 16, 3],
  ])('is refused for a wrong %s', (_, offset, byte) => {
    expect(bgzfBlockSize(changed(bgzfEndOfFile, offset, byte), 0, 28)).toBe(-1);
  });

  it('knows the end-of-file block by all its bytes', () => {
    expect(isBgzfEndOfFile(bgzfEndOfFile, 0, 28)).toBe(true);
    expect(isBgzfEndOfFile(changed(bgzfEndOfFile, 4, 1), 0, 28)).toBe(false);
    expect(isBgzfEndOfFile(bgzfBlock(text('a')), 0, 29)).toBe(false);
  });
});

describe('reading blocks', () => {
  const one = bgzfBlock(text('one '));
  const two = bgzfBlock(text('two '));

  it.each([1, 2, 17, 28, 29, 1000])('hands on contents with offsets in pieces of %i', (size) => {
    const whole = Buffer.concat([one, two, bgzfEndOfFile]);
    const { contents, offsets, problem } = read(whole, size);
    expect({ contents, offsets, problem }).toEqual({
      contents: ['one ', 'two '],
      offsets: [0, one.length],
      problem: undefined,
    });
  });

  it('reads on behind an end-of-file block, as concatenated files have it', () => {
    const { contents, problem } = read(Buffer.concat([one, bgzfEndOfFile, two, bgzfEndOfFile]));
    expect(contents).toEqual(['one ', 'two ']);
    expect(problem).toBeUndefined();
  });

  it('takes empty blocks and blocks of the largest size', () => {
    const largest = bgzfBlock(new Uint8Array(65_536).fill(65));
    const whole = Buffer.concat([bgzfBlock(text(''), [88, 89, 0, 0]), largest, bgzfEndOfFile]);
    expect(read(whole).contents.map((content) => content.length)).toEqual([0, 65_536]);
  });

  it('requires the end-of-file block', () => {
    const { problem } = read(Buffer.concat([one, bgzfEndOfFile, two]));
    expect(problem?.kind).toBe('bam-truncated');
    expect(problem?.byteOffset).toBe(2 * one.length + 28);
  });

  it.each([
    ['CRC32', one.length - 8, /has a wrong CRC32/],
    ['size', one.length - 4, /does not have the size it states|does not inflate/],
    ['size beyond a block', one.length - 1, /states an impossible size/],
    ['deflate stream', 18, /does not inflate/],
  ])('names a block with a wrong %s and its place', (_, offset, detail) => {
    const bad = changed(one, offset, one[offset] ^ 0xff);
    const { problem, again } = read(Buffer.concat([two, bad, bgzfEndOfFile]));
    expect(problem).toMatchObject({ kind: 'bam-block-damaged', byteOffset: two.length });
    expect(problem?.detail).toMatch(detail);
    expect(again).toEqual(problem);
  });

  it('names bytes between blocks', () => {
    const { problem } = read(Buffer.concat([one, text('garbage'), bgzfEndOfFile]));
    expect(problem).toMatchObject({ kind: 'bam-block-damaged', byteOffset: one.length });
  });
});

describe('what is no BAM', () => {
  it.each([
    ['nothing', text(''), 'file-empty'],
    ['a SAM', text('@HD\tVN:1.6\n@SQ\tSN:chr1\tLN:5\n'), 'bam-is-sam'],
    ['a SAM without header', text('r1\t0\tchr1\t5\t60\t4M\t*\t0\t0\tACGT\t!!!!\n'), 'bam-is-sam'],
    ['a CRAM', text('CRAM\x03\x00rest'), 'bam-is-cram'],
    ['plain gzip', Uint8Array.from([31, 139, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2]), 'bam-not-bam'],
    ['a bare BAM', text('BAM\x01rest'), 'bam-not-bam'],
    ['a FASTQ', text('@read one\nACGT\n+\n!!!!\n'), 'bam-not-bam'],
    ['one letter', text('C'), 'bam-not-bam'],
    ['long text', text('words '.repeat(1000)), 'bam-not-bam'],
    ['the start of a BAM', tinyBam({ contigs: [], reads: [] }).subarray(0, 3), 'bam-truncated'],
  ])('names %s, whole or byte by byte', (_, bytes, kind) => {
    expect(read(bytes).problem?.kind).toBe(kind);
    expect(read(bytes, 1).problem?.kind).toBe(kind);
  });

  it('follows its example', () => {
    expect(recogniseFormat(text('@HD\tVN:1.6\n')).kind).toBe('bam-is-sam');
  });
});
