import { isObject, type Pickled, readPickle } from './pickle.ts';

/** Kinds of numbers, by numpy's letter and size; little-endian only. */
const readers: Record<string, (view: DataView, at: number) => number> = {
  u1: (view, at) => view.getUint8(at),
  i1: (view, at) => view.getInt8(at),
  u2: (view, at) => view.getUint16(at, true),
  i2: (view, at) => view.getInt16(at, true),
  u4: (view, at) => view.getUint32(at, true),
  i4: (view, at) => view.getInt32(at, true),
  u8: (view, at) => Number(view.getBigUint64(at, true)),
  i8: (view, at) => Number(view.getBigInt64(at, true)),
  f4: (view, at) => view.getFloat32(at, true),
  f8: (view, at) => view.getFloat64(at, true),
};

/**
 * What a `.npy` holds: numbers, or one pickled object.
 *
 * Source: NEP 1, versions 1.0–3.0. Edge: null for anything but little-endian numbers or objects.
 *
 * @example readNpy(bytes) // Float64Array [5000] for numpy.save(f, 5000)
 */
export function readNpy(bytes: Uint8Array): Float64Array | Pickled | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
  if (bytes.length < 12 || magic.some((byte, i) => bytes[i] !== byte)) return null;
  const isLong = bytes[6] > 1;
  const start = isLong ? 12 : 10;
  const end = start + (isLong ? view.getUint32(8, true) : view.getUint16(8, true));
  if (end > bytes.length) return null;
  const header = new TextDecoder('latin1').decode(bytes.subarray(start, end));
  const [, type] = /'descr': '[<|]([A-Za-z]\d*)'/.exec(header) ?? [];
  const content = bytes.subarray(end);
  if (type === 'O') return soleObject(readPickle(content));
  return type === undefined ? null : numbersOf(content, type);
}

/** The numbers of a pickled one-dimensional array; null if the value is none. */
export function arrayOf(value: Pickled | undefined): Float64Array | null {
  if (!isObject(value) || !value.name.endsWith('_reconstruct')) return null;
  if (!Array.isArray(value.state)) return null;
  const [, , type, , content] = value.state;
  if (!isObject(type) || typeof type.from[0] !== 'string') return null;
  const bytes = bytesOf(content);
  const isBig = Array.isArray(type.state) && type.state[1] === '>';
  return bytes === null || isBig ? null : numbersOf(bytes, type.from[0]);
}

/** An array of one object is that object. */
function soleObject(value: Pickled | null): Pickled | null {
  if (!isObject(value ?? undefined)) return null;
  const { state } = value as Exclude<typeof value, null> & { state: Pickled };
  const objects = Array.isArray(state) ? state[4] : null;
  return Array.isArray(objects) && objects.length === 1 ? objects[0] : null;
}

/** Bytes as protocol 3 writes them, or as protocol 2 does: text that stands for Latin-1. */
function bytesOf(value: Pickled | undefined): Uint8Array | null {
  if (value instanceof Uint8Array) return value;
  if (!isObject(value) || value.name !== '_codecs encode') return null;
  const [text] = value.from;
  return typeof text === 'string' ? Uint8Array.from(text, (c) => c.charCodeAt(0)) : null;
}

function numbersOf(bytes: Uint8Array, type: string): Float64Array | null {
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined;
  const size = Number(type.slice(1));
  if (read === undefined || bytes.length % size !== 0) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: bytes.length / size }, (_, i) => read(view, i * size));
}
