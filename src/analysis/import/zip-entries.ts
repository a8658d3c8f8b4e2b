/** Undoes raw deflate; null if the bytes are damaged or grow beyond `sizeMax`. */
export type Inflate = (bytes: Uint8Array, sizeMax: number) => Uint8Array | null;

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const endSize = 22;
const commentMax = 0xffff;
/** An entry of counts has some megabytes; more than this is no such file. */
const entrySizeMax = 1 << 28;

/**
 * The files in a zip, by name: what `numpy.savez` and `savez_compressed` write.
 *
 * Source: PKWARE APPNOTE 6.3.9, sections 4.3.7, 4.3.12 and 4.3.16; entries stored or deflated, no
 * zip64, no encryption. Edge: null for anything else, and for an entry of more than 256 MB.
 *
 * @example readZip(bytes, inflate)?.get('sample.npy')
 */
export function readZip(bytes: Uint8Array, inflate: Inflate): Map<string, Uint8Array> | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endRecord(view);
  if (end < 0) return null;
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const files = new Map<string, Uint8Array>();
  for (let k = 0; k < count; k++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== entrySignature) return null;
    const nameSize = view.getUint16(at + 28, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameSize));
    const content = contentAt(bytes, view, at);
    const inflated = content && unpack(content, inflate);
    if (!inflated) return null;
    files.set(name, inflated);
    at += 46 + nameSize + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return files;
}

function endRecord(view: DataView): number {
  const first = Math.max(0, view.byteLength - endSize - commentMax);
  for (let at = view.byteLength - endSize; at >= first; at--) {
    if (view.getUint32(at, true) === endSignature) return at;
  }
  return -1;
}

interface Packed {
  readonly method: number;
  readonly size: number;
  readonly bytes: Uint8Array;
}

function contentAt(bytes: Uint8Array, view: DataView, entry: number): Packed | null {
  const isEncrypted = (view.getUint16(entry + 8, true) & 1) === 1;
  const packedSize = view.getUint32(entry + 20, true);
  const size = view.getUint32(entry + 24, true);
  const local = view.getUint32(entry + 42, true);
  if (isEncrypted || size > entrySizeMax || local + 30 > bytes.length) return null;
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (start + packedSize > bytes.length) return null;
  const method = view.getUint16(entry + 10, true);
  return { method, size, bytes: bytes.subarray(start, start + packedSize) };
}

function unpack({ method, size, bytes }: Packed, inflate: Inflate): Uint8Array | null {
  if (method !== 0 && method !== 8) return null;
  const content = method === 0 ? bytes : inflate(bytes, size);
  return content?.length === size ? content : null;
}
