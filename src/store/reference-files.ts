import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { DataProblem, Result } from '../analysis/data-problem.ts';

/** The two files of a reference model, as bytes. */
export interface ReferenceFiles {
  readonly modelJson: Uint8Array;
  readonly modelBin: Uint8Array;
}

const documentName = 'model.json';
const arraysName = 'model.bin';

/** SHA-256 of bytes in lower-case hex. */
export function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Reads a model folder. Whoever parses the bytes checks their hashes (`parseReferenceModel`).
 *
 * Edge: a folder without the two files is `model-malformed`.
 */
export function readReferenceFiles(folder: string): Result<ReferenceFiles> {
  try {
    return {
      ok: true,
      value: {
        modelJson: readFileSync(join(folder, documentName)),
        modelBin: readFileSync(join(folder, arraysName)),
      },
    };
  } catch (error) {
    const detail = `the model’s files cannot be read (${codeOf(error)})`;
    return { ok: false, problem: { kind: 'model-malformed', detail, file: basename(folder) } };
  }
}

/** Whether a model may be written there: nothing is there, an empty folder, or an older model. */
export function canHoldModel(folder: string): boolean {
  if (!existsSync(folder)) return true;
  try {
    const names = readdirSync(folder);
    return names.every((name) => name === documentName || name === arraysName);
  } catch {
    return false;
  }
}

/** Writes a model folder beside its place and renames it there; the problem if that fails. */
export function writeReferenceFiles(
  folder: string,
  files: { readonly modelJson: Uint8Array | string; readonly modelBin: Uint8Array },
): DataProblem | undefined {
  const beside = join(dirname(folder), `.${basename(folder)}.${process.pid}.part`);
  const old = `${beside}.old`;
  try {
    mkdirSync(beside, { recursive: true });
    writeSynced(join(beside, arraysName), files.modelBin);
    writeSynced(join(beside, documentName), Buffer.from(files.modelJson));
    if (existsSync(folder)) renameSync(folder, old);
    renameSync(beside, folder);
    return undefined;
  } catch (error) {
    const detail = `${basename(folder)} cannot be written (${codeOf(error)})`;
    return { kind: 'output-unwritable', detail, file: basename(folder) };
  } finally {
    if (existsSync(old) && !existsSync(folder)) renameSync(old, folder);
    rmSync(beside, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
  }
}

function writeSynced(file: string, bytes: Uint8Array): void {
  const descriptor = openSync(file, 'w');
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The system's word for what went wrong; anything else is a fault of ours and goes on. */
function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && 'syscall' in error) return String(error.code);
  throw error;
}
