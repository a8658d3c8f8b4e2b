/** What a pickle may hold here: plain values, and numpy's own pieces by name. */
export type Pickled =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | Pickled[]
  | Map<Pickled, Pickled>
  | PickledObject;

/** A call that a pickle asks for; it is recorded, never made. */
export interface PickledObject {
  readonly name: string;
  readonly from: readonly Pickled[];
  state: Pickled;
}

/** The names numpy's arrays need; any other is refused. */
const names = new Set([
  ...['numpy.core.multiarray _reconstruct', 'numpy._core.multiarray _reconstruct'],
  ...['numpy.core.multiarray scalar', 'numpy._core.multiarray scalar'],
  ...['numpy ndarray', 'numpy dtype', '_codecs encode'],
]);
const stepsMax = 1_000_000;

class PickleFault extends Error {}

/**
 * Reads the part of Python's pickle that numpy writes for a dictionary of arrays.
 *
 * No code is run and no name looked up: objects stay as their name, arguments and state.
 *
 * Source: pickle protocols 0–5, PEP 307 and PEP 3154, `pickletools`. Edge: null for any other
 * opcode or name, for a cut stream, and after a million steps.
 *
 * @example readPickle(Uint8Array.of(0x80, 3, 0x4b, 7, 0x2e)) // 7
 */
export function readPickle(bytes: Uint8Array): Pickled | null {
  const machine: Machine = {
    ...{ bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at: 0 },
    ...{ stack: [], marks: [], memo: new Map() },
  };
  try {
    for (let steps = 0; steps < stepsMax; steps++) {
      const opcode = machine.view.getUint8(machine.at++);
      if (opcode === 0x2e) return pop(machine);
      const run = operations[opcode];
      if (run === undefined) return null;
      run(machine);
    }
    return null;
  } catch (error) {
    if (error instanceof PickleFault || error instanceof RangeError) return null;
    throw error;
  }
}

interface Machine {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  at: number;
  readonly stack: Pickled[];
  readonly marks: number[];
  readonly memo: Map<number, Pickled>;
}

type Operation = (machine: Machine) => void;

const operations: Record<number, Operation> = {
  128: (m) => skip(m, 1), // PROTO
  149: (m) => skip(m, 8), // FRAME
  40: (m) => void m.marks.push(m.stack.length), // MARK
  78: (m) => void m.stack.push(null), // NONE
  136: (m) => void m.stack.push(true), // NEWTRUE
  137: (m) => void m.stack.push(false), // NEWFALSE
  75: (m) => void m.stack.push(number(m, 1)), // BININT1
  77: (m) => void m.stack.push(number(m, 2)), // BININT2
  74: (m) => void m.stack.push(number(m, 4) | 0), // BININT
  138: (m) => void m.stack.push(longOf(take(m, number(m, 1)))), // LONG1
  71: (m) => void m.stack.push(m.view.getFloat64(skip(m, 8))), // BINFLOAT
  140: (m) => void m.stack.push(text(m, number(m, 1))), // SHORT_BINUNICODE
  88: (m) => void m.stack.push(text(m, number(m, 4))), // BINUNICODE
  67: (m) => void m.stack.push(take(m, number(m, 1))), // SHORT_BINBYTES
  66: (m) => void m.stack.push(take(m, number(m, 4))), // BINBYTES
  85: (m) => void m.stack.push(take(m, number(m, 1))), // SHORT_BINSTRING
  84: (m) => void m.stack.push(take(m, number(m, 4))), // BINSTRING
  41: (m) => void m.stack.push([]), // EMPTY_TUPLE
  93: (m) => void m.stack.push([]), // EMPTY_LIST
  125: (m) => void m.stack.push(new Map()), // EMPTY_DICT
  133: (m) => void m.stack.push(last(m, 1)), // TUPLE1
  134: (m) => void m.stack.push(last(m, 2)), // TUPLE2
  135: (m) => void m.stack.push(last(m, 3)), // TUPLE3
  116: (m) => void m.stack.push(sinceMark(m)), // TUPLE
  97: (m) => append(m, last(m, 1)), // APPEND
  101: (m) => append(m, sinceMark(m)), // APPENDS
  115: (m) => setItems(m, last(m, 2)), // SETITEM
  117: (m) => setItems(m, sinceMark(m)), // SETITEMS
  113: (m) => void m.memo.set(number(m, 1), top(m)), // BINPUT
  114: (m) => void m.memo.set(number(m, 4), top(m)), // LONG_BINPUT
  148: (m) => void m.memo.set(m.memo.size, top(m)), // MEMOIZE
  104: (m) => recall(m, number(m, 1)), // BINGET
  106: (m) => recall(m, number(m, 4)), // LONG_BINGET
  99: (m) => pushName(m, line(m), line(m)), // GLOBAL
  147: (m) => pushName(m, ...(last(m, 2) as [Pickled, Pickled])), // STACK_GLOBAL
  82: reduce, // REDUCE
  98: build, // BUILD
};

function fail(): never {
  throw new PickleFault();
}

/** Moves on and answers where it stood. */
function skip(m: Machine, size: number): number {
  const from = m.at;
  if (size < 0 || from + size > m.bytes.length) fail();
  m.at += size;
  return from;
}

function number(m: Machine, size: 1 | 2 | 4): number {
  const from = skip(m, size);
  if (size === 1) return m.view.getUint8(from);
  return size === 2 ? m.view.getUint16(from, true) : m.view.getUint32(from, true);
}

function take(m: Machine, size: number): Uint8Array {
  const from = skip(m, size);
  return m.bytes.subarray(from, from + size);
}

function text(m: Machine, size: number): string {
  return new TextDecoder().decode(take(m, size));
}

function line(m: Machine): string {
  const end = m.bytes.indexOf(10, m.at);
  if (end < 0) fail();
  const found = text(m, end - m.at);
  m.at = end + 1;
  return found;
}

function longOf(bytes: Uint8Array): number {
  if (bytes.length > 8) fail();
  let value = 0n;
  bytes.forEach((byte, i) => {
    value |= BigInt(byte) << BigInt(8 * i);
  });
  return Number(BigInt.asIntN(Math.max(1, 8 * bytes.length), value));
}

function top(m: Machine): Pickled {
  return m.stack.length > 0 ? m.stack[m.stack.length - 1] : fail();
}

function pop(m: Machine): Pickled {
  const value = top(m);
  m.stack.pop();
  return value;
}

function last(m: Machine, count: number): Pickled[] {
  return m.stack.length >= count ? m.stack.splice(m.stack.length - count) : fail();
}

function sinceMark(m: Machine): Pickled[] {
  const mark = m.marks.pop();
  return mark === undefined ? fail() : m.stack.splice(mark);
}

function append(m: Machine, values: readonly Pickled[]): void {
  const list = top(m);
  if (!Array.isArray(list)) fail();
  for (const value of values) list.push(value);
}

function setItems(m: Machine, values: readonly Pickled[]): void {
  const map = top(m);
  if (!(map instanceof Map) || values.length % 2 !== 0) fail();
  for (let i = 0; i < values.length; i += 2) map.set(values[i], values[i + 1]);
}

function recall(m: Machine, key: number): void {
  const value = m.memo.get(key);
  if (value === undefined) fail();
  m.stack.push(value);
}

function pushName(m: Machine, module: Pickled, name: Pickled): void {
  const full = `${String(module)} ${String(name)}`;
  if (!names.has(full)) fail();
  m.stack.push({ name: full, from: [], state: null });
}

function reduce(m: Machine): void {
  const [callee, from] = last(m, 2);
  if (!isObject(callee) || !Array.isArray(from)) fail();
  m.stack.push({ name: callee.name, from, state: null });
}

function build(m: Machine): void {
  const [object, state] = last(m, 2);
  if (!isObject(object)) fail();
  object.state = state;
  m.stack.push(object);
}

/** Whether a value is a recorded call. */
export function isObject(value: Pickled | undefined): value is PickledObject {
  return typeof value === 'object' && value !== null && 'name' in value && 'from' in value;
}
