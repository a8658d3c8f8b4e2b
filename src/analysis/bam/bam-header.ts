import type { DataProblem } from '../data-problem.ts';
import type { Contig } from '../genome/match-contigs.ts';
import { createByteStore } from './byte-store.ts';
import { isSamText } from './recognise-format.ts';

/** Far above any real header (a million contigs fit), far below our memory. */
const headerSizeMax = 32 * 1024 * 1024;
const contigNameSizeMax = 4096;

export type HeaderStep =
  | { readonly state: 'more' }
  | { readonly state: 'problem'; readonly problem: DataProblem }
  | {
      readonly state: 'done';
      readonly contigs: readonly Contig[];
      /** Header bytes that came after the header: the first records. */
      readonly rest: Uint8Array;
    };

export interface BamHeaderReader {
  push(content: Uint8Array): HeaderStep;
  /** A view of all that was pushed. */
  content(): Uint8Array;
}

/**
 * Collects a BAM's header, which may span many blocks, and lists its contigs. The header's text is
 * passed over: contigs, lengths and order are taken from the binary list, which is what reads refer
 * to.
 * Source: SAM/BAM specification, section 4.2 (2024-11-06).
 */
export function createBamHeaderReader(): BamHeaderReader {
  const store = createByteStore();
  const contigs: Contig[] = [];
  let contigCount = -1;
  let position = 0;

  /** Reads on as far as the bytes go; returns what is wrong, or undefined. */
  function advance(bytes: Uint8Array): string | undefined {
    if (contigCount < 0) {
      if (bytes.length < 8) return undefined;
      const textSize = int32(bytes, 4);
      if (textSize < 0 || textSize > headerSizeMax) return `states a text of ${textSize} bytes`;
      if (bytes.length < 12 + textSize) return undefined;
      contigCount = int32(bytes, 8 + textSize);
      if (contigCount < 0 || contigCount * 9 > headerSizeMax)
        return `states ${contigCount} contigs`;
      position = 12 + textSize;
    }
    while (contigs.length < contigCount && position + 4 <= bytes.length) {
      const nameSize = int32(bytes, position);
      if (nameSize < 1 || nameSize > contigNameSizeMax)
        return `has a contig name of ${nameSize} bytes`;
      const lengthAt = position + 4 + nameSize;
      if (lengthAt + 4 > bytes.length) return undefined;
      const name = ascii(bytes.subarray(position + 4, lengthAt - 1));
      const lengthBases = int32(bytes, lengthAt);
      if (bytes[lengthAt - 1] !== 0) return `has a contig name without its end`;
      if (lengthBases < 0) return `has a contig of ${lengthBases} bases`;
      contigs.push({ name, lengthBases });
      position = lengthAt + 4;
    }
    return undefined;
  }

  function push(content: Uint8Array): HeaderStep {
    store.append(content);
    const bytes = store.bytes();
    const foreign = foreignMagic(bytes);
    if (foreign) return { state: 'problem', problem: foreign };
    const fault = advance(bytes) ?? (bytes.length > headerSizeMax ? 'does not end' : undefined);
    if (fault) return { state: 'problem', problem: damaged(fault) };
    if (contigs.length !== contigCount) return { state: 'more' };
    return { state: 'done', contigs, rest: bytes.subarray(position) };
  }

  return { push, content: store.bytes };
}

function damaged(what: string): DataProblem {
  return { kind: 'bam-header-damaged', detail: `the header ${what}`, byteOffset: 0 };
}

/** Content that is BGZF but not BAM: compressed SAM, VCF, BED and the like. */
function foreignMagic(bytes: Uint8Array): DataProblem | undefined {
  const magic = [66, 65, 77, 1];
  if (magic.every((byte, i) => i >= bytes.length || bytes[i] === byte)) return undefined;
  if (isSamText(ascii(bytes.subarray(0, 1024)))) {
    return { kind: 'bam-is-sam', detail: 'the file is compressed SAM text', byteOffset: 0 };
  }
  return { kind: 'bam-not-bam', detail: 'the BGZF file does not hold a BAM', byteOffset: 0 };
}

function ascii(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** Reads a little-endian signed 32-bit integer. */
function int32(bytes: Uint8Array, offset: number): number {
  return (
    bytes[offset] | (bytes[offset + 1] << 8) | (bytes[offset + 2] << 16) | (bytes[offset + 3] << 24)
  );
}
