import type { InputPlace } from './block-input.ts';
import type { ScanOptions } from './scan-state.ts';

/** Where a reader has stopped: what reading and counting go on from. */
export interface ReaderState {
  readonly place: InputPlace;
  /** Offset of the block in which the unfinished record begins. */
  readonly restOffset: number;
  /** Inflated bytes of the header, and of whatever stood in its last block. */
  readonly header: Uint8Array;
  /** Bytes of the file that do not make a block yet. */
  readonly input: Uint8Array;
  /** Beginning of a record whose end has not come yet. */
  readonly rest: Uint8Array;
  /** State of the scan and its bins; empty before the header is read. */
  readonly scan: readonly Uint8Array[];
}

const version = 1;

/**
 * A reader's state as bytes: a length and a line of JSON, then the parts it lists. Most of it are
 * the bins, 24 bytes each, which compress well.
 */
export function packReaderState(state: ReaderState, options: ScanOptions): Uint8Array {
  const parts = [state.header, state.input, state.rest, ...state.scan];
  const { place, restOffset } = state;
  const sizes = parts.map((part) => part.length);
  const head = new TextEncoder().encode(
    JSON.stringify({ version, ...settingsOf(options), place, restOffset, sizes }),
  );
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 4 + head.length));
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  let at = 4;
  for (const part of [head, ...parts]) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** Throws where the bytes are no state of a reader with these settings: we keep it, not others. */
export function unpackReaderState(bytes: Uint8Array, options: ScanOptions): ReaderState {
  const headSize = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + headSize)));
  const expected = { version, ...settingsOf(options) };
  for (const [name, value] of Object.entries(expected)) {
    if (head[name] !== value) throw new RangeError(`the state has ${name} ${head[name]}`);
  }
  let at = 4 + headSize;
  const parts = (head.sizes as number[]).map((size) => {
    at += size;
    return bytes.subarray(at - size, at);
  });
  if (at !== bytes.length) throw new RangeError(`the state has ${bytes.length} bytes, not ${at}`);
  const [header, input, rest, ...scan] = parts;
  return { place: head.place, restOffset: head.restOffset, header, input, rest, scan };
}

function settingsOf({ binSizeBases, mappingQualityMin, duplicates, order }: ScanOptions) {
  return { binSizeBases, mappingQualityMin, duplicates, order };
}
