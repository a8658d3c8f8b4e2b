import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '../security/canonical-json.ts';
import { type CheckpointKey, checkpointVerifier } from '../security/checkpoint-key.ts';

/** How the audit chain stood at one moment. */
export interface ChainState {
  readonly sequence: number;
  /** Hash of that event, hex. */
  readonly hash: string;
  /** When it was noted, ISO 8601. */
  readonly at: string;
}

export interface Checkpoint extends ChainState {
  readonly keyId: string;
}

/** A line or file of the folder that proves nothing, and why. */
export interface CheckpointFault {
  readonly file: string;
  readonly line: number | null;
  readonly reason: string;
}

const linesEnding = '.checkpoints';
const keyEnding = '.pem';

/**
 * Appends a signed line to the key's own file and syncs it. What a crash left of a line is cut off
 * first, so one process writes at a time. The public half is laid beside: the folder can be
 * verified by itself.
 */
export function appendCheckpoint(folder: string, key: CheckpointKey, state: ChainState): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const publicFile = join(folder, `${key.id}${keyEnding}`);
  if (!existsSync(publicFile)) writeFileSync(publicFile, key.publicPem, { flush: true });
  const path = join(folder, `${key.id}${linesEnding}`);
  const whole = existsSync(path) ? readFileSync(path).lastIndexOf(0x0a) + 1 : 0;
  const file = openSync(path, existsSync(path) ? 'r+' : 'w', 0o600);
  try {
    ftruncateSync(file, whole);
    writeSync(file, `${checkpointLine(key, state)}\n`, whole);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  syncFolder(folder);
}

/** The newest state noted under a key; null if there is none. */
export function lastCheckpoint(folder: string, keyId: string): ChainState | null {
  const path = join(folder, `${keyId}${linesEnding}`);
  if (!existsSync(path)) return null;
  const line = wholeLines(readFileSync(path, 'utf8')).at(-1);
  return line === undefined ? null : parseLine(line);
}

/**
 * Every checkpoint of a folder whose signature holds, oldest first, and every line that proves
 * nothing. A last line without its end was never acknowledged and counts as not written.
 */
export function readCheckpoints(folder: string): {
  readonly checkpoints: readonly Checkpoint[];
  readonly faults: readonly CheckpointFault[];
} {
  const checkpoints: Checkpoint[] = [];
  const faults: CheckpointFault[] = [];
  const names = existsSync(folder) ? readdirSync(folder).sort() : [];
  for (const file of names.filter((name) => name.endsWith(linesEnding))) {
    const text = readFileSync(join(folder, file), 'utf8');
    const read = readOne(folder, { file, text });
    checkpoints.push(...read.checkpoints);
    faults.push(...read.faults);
  }
  checkpoints.sort((left, right) => left.sequence - right.sequence);
  return { checkpoints, faults };
}

function readOne(folder: string, { file, text }: { file: string; text: string }) {
  const checkpoints: Checkpoint[] = [];
  const faults: CheckpointFault[] = [];
  const keyId = file.slice(0, -linesEnding.length);
  const pemFile = join(folder, `${keyId}${keyEnding}`);
  const verifier = existsSync(pemFile) ? checkpointVerifier(readFileSync(pemFile, 'utf8')) : null;
  if (verifier === null || verifier.id !== keyId) {
    const reason = `its public key ${keyId}${keyEnding} is missing or another`;
    return { checkpoints, faults: [{ file, line: null, reason }] };
  }
  for (const [index, line] of wholeLines(text).entries()) {
    const state = parseLine(line);
    const signature = Buffer.from(line.slice(line.lastIndexOf(' ') + 1), 'base64url');
    if (state !== null && verifier.verify(signedText(keyId, state), signature)) {
      checkpoints.push({ ...state, keyId });
    } else {
      faults.push({ file, line: index + 1, reason: 'the signature does not hold' });
    }
  }
  return { checkpoints, faults };
}

function checkpointLine(key: CheckpointKey, state: ChainState): string {
  const text = signedText(key.id, state);
  return `${text} ${key.sign(text).toString('base64url')}`;
}

function signedText(keyId: string, { sequence, hash, at }: ChainState): string {
  return canonicalJson({ keyId, sequence, hash, at });
}

function parseLine(line: string): ChainState | null {
  try {
    const { sequence, hash, at } = JSON.parse(line.slice(0, line.lastIndexOf(' ')));
    const isWhole = Number.isSafeInteger(sequence) && /^[0-9a-f]{64}$/.test(hash);
    return isWhole && typeof at === 'string' ? { sequence, hash, at } : null;
  } catch {
    return null;
  }
}

function wholeLines(text: string): string[] {
  return text.split('\n').slice(0, -1);
}

function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
