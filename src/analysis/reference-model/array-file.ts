import { type DataProblem, failure, type Result, success } from '../data-problem.ts';

/** Named flat arrays: the content of model.bin. */
export type NamedArrays = Readonly<Record<string, Float64Array | Float32Array | Int32Array>>;

const magic = 'BANYANRM';
const version = 3;
const headSize = 16;
const alignment = 8;

interface Entry {
  readonly name: string;
  readonly type: 'f64' | 'f32' | 'i32';
  readonly length: number;
  readonly offset: number;
}

const types = { f64: Float64Array, f32: Float32Array, i32: Int32Array } as const;

/**
 * Writes arrays one after the other: magic, version, length of the directory, the directory (JSON),
 * then each array on a multiple of 8 bytes, all little-endian.
 */
export function formatArrayFile(arrays: NamedArrays): Uint8Array {
  const names = Object.keys(arrays);
  const entries: Entry[] = [];
  let offset = 0;
  for (const name of names) {
    const array = arrays[name];
    entries.push({ name, type: typeOf(array), length: array.length, offset });
    offset = aligned(offset + array.byteLength);
  }
  const directory = new TextEncoder().encode(JSON.stringify(entries));
  const start = aligned(headSize + directory.length);
  const bytes = new Uint8Array(start + offset);
  bytes.set(new TextEncoder().encode(magic));
  const view = new DataView(bytes.buffer);
  view.setUint32(8, version, true);
  view.setUint32(12, directory.length, true);
  bytes.set(directory, headSize);
  names.forEach((name, i) => {
    writeArray(view, start + entries[i].offset, arrays[name]);
  });
  return bytes;
}

/** Reads what `formatArrayFile` wrote; anything else is `model-malformed`. */
export function parseArrayFile(bytes: Uint8Array): Result<NamedArrays> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < headSize) return malformed('model.bin is too short');
  const head = new TextDecoder().decode(bytes.subarray(0, magic.length));
  if (head !== magic) return malformed('model.bin does not begin as a model does');
  if (view.getUint32(8, true) !== version) return malformed('model.bin has an unknown version');
  const directoryEnd = headSize + view.getUint32(12, true);
  if (directoryEnd > bytes.length) return malformed('the directory of model.bin is cut');
  const entries = parseDirectory(bytes.subarray(headSize, directoryEnd));
  if (entries === null) return malformed('the directory of model.bin is damaged');
  const start = aligned(directoryEnd);
  const arrays: Record<string, Float64Array | Float32Array | Int32Array> = {};
  for (const { name, type, length, offset } of entries) {
    const size = types[type].BYTES_PER_ELEMENT;
    if (start + offset + length * size > bytes.length) return malformed(`${name} is cut`);
    arrays[name] = readArray(view, start + offset, { type, length });
  }
  return success(arrays);
}

function parseDirectory(bytes: Uint8Array): Entry[] | null {
  try {
    const entries: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return Array.isArray(entries) && entries.every(isEntry) ? entries : null;
  } catch {
    return null;
  }
}

function isEntry(entry: unknown): entry is Entry {
  if (typeof entry !== 'object' || entry === null) return false;
  const { name, type, length, offset } = entry as Record<string, unknown>;
  const isPlace = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
  const isNamed =
    typeof name === 'string' && typeof type === 'string' && Object.hasOwn(types, type);
  return isNamed && isPlace(length) && isPlace(offset);
}

function typeOf(array: Float64Array | Float32Array | Int32Array): Entry['type'] {
  if (array instanceof Float64Array) return 'f64';
  return array instanceof Float32Array ? 'f32' : 'i32';
}

function writeArray(
  view: DataView,
  offset: number,
  array: Float64Array | Float32Array | Int32Array,
): void {
  const size = array.BYTES_PER_ELEMENT;
  for (let i = 0; i < array.length; i++) {
    const place = offset + i * size;
    if (array instanceof Float64Array) view.setFloat64(place, array[i], true);
    else if (array instanceof Float32Array) view.setFloat32(place, array[i], true);
    else view.setInt32(place, array[i], true);
  }
}

function readArray(
  view: DataView,
  offset: number,
  { type, length }: Omit<Entry, 'name' | 'offset'>,
) {
  const array = new types[type](length);
  const size = array.BYTES_PER_ELEMENT;
  for (let i = 0; i < length; i++) {
    const place = offset + i * size;
    if (type === 'f64') array[i] = view.getFloat64(place, true);
    else if (type === 'f32') array[i] = view.getFloat32(place, true);
    else array[i] = view.getInt32(place, true);
  }
  return array;
}

function aligned(offset: number): number {
  return Math.ceil(offset / alignment) * alignment;
}

function malformed(detail: string): { readonly ok: false; readonly problem: DataProblem } {
  return failure({ kind: 'model-malformed', detail });
}
