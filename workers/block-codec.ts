import { constants, crc32, createInflateRaw, inflateRawSync } from 'node:zlib';
import type { BlockCodec } from '../src/analysis/bam/bgzf-reader.ts';

/**
 * Node's own zlib for the decoder, one call a block.
 *
 * `inflateRawSync` makes a new engine and a new buffer for every block, which costs 80 MB of
 * garbage on a BAM of any size; so the engine behind the public stream is driven directly, into one
 * buffer. Where a Node version keeps that engine elsewhere, the public call does the same work.
 */
export function createBlockCodec(): BlockCodec {
  return { inflate: createReusingInflate() ?? inflateAnew, crc32: (bytes) => crc32(bytes) };
}

/** Through the public call: a new buffer each time. */
export function inflateAnew(bytes: Uint8Array, sizeBytes: number): Uint8Array | undefined {
  // One byte more than the block holds: a buffer that comes out full would be grown once more.
  const chunkSize = Math.max(64, sizeBytes + 1);
  try {
    const content = inflateRawSync(bytes, { chunkSize, maxOutputLength: Math.max(1, sizeBytes) });
    return content.length > sizeBytes ? undefined : content;
  } catch (error) {
    if (isDataError(error)) return undefined;
    throw error;
  }
}

function isDataError(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return (
    code === 'ERR_BUFFER_TOO_LARGE' || /^Z_(?:DATA|BUF|STREAM)_ERROR$|^Z_NEED_DICT$/.test(code)
  );
}

/** The engine inside `zlib.InflateRaw`, as far as it is used here. */
interface Engine {
  readonly _handle?: {
    onerror: () => void;
    reset(): void;
    writeSync(flush: number, ...inputThenOutput: (Uint8Array | number)[]): void;
  };
  /** After a write: bytes of output still free, bytes of input not taken. */
  readonly _writeState?: Uint32Array;
}

/** Through one engine and one buffer: what it answers holds until the next call. */
export function createReusingInflate(): BlockCodec['inflate'] | undefined {
  const { _handle: handle, _writeState: state } = createInflateRaw() as unknown as Engine;
  if (typeof handle?.writeSync !== 'function' || !(state instanceof Uint32Array)) return undefined;
  const output = new Uint8Array(65_536 + 1);
  let isDamaged = false;
  handle.onerror = () => {
    isDamaged = true;
  };
  return (bytes, sizeBytes) => {
    if (sizeBytes >= output.length) return undefined;
    isDamaged = false;
    handle.reset();
    const room = sizeBytes + 1;
    handle.writeSync(constants.Z_FINISH, bytes, 0, bytes.length, output, 0, room);
    const [free] = state;
    return isDamaged || free === 0 ? undefined : output.subarray(0, room - free);
  };
}
