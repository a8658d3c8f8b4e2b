import { dataProblemCatalogue } from '../analysis/data-problem-catalogue.ts';
import { ModelRefused, SetupProblem } from '../server.ts';
import { DamagedBackup } from '../store/backup/backup-manifest.ts';
import { exitCode } from './command.ts';

/** What the operator set wrongly: one line, and the exit code. */
export interface SetupRefusal {
  readonly message: string;
  readonly code: number;
}

/** Runs a command's work; what the operator set wrongly is one line on standard error. */
export async function reportSetup(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    const refusal = setupRefusal(error);
    if (refusal === null) throw error;
    return printRefusal(refusal);
  }
}

export function printRefusal({ message, code }: SetupRefusal): number {
  process.stderr.write(`banyan: ${message}\n`);
  return code;
}

/** What the operator set wrongly, in one line; null for a fault of ours. */
export function setupRefusal(error: unknown, port = 0): SetupRefusal | null {
  if (!(error instanceof Error)) return null;
  if (error instanceof ModelRefused) {
    const { kind, detail, file = 'the model' } = error.problem;
    const { remedy } = dataProblemCatalogue[kind];
    return { message: `${file}: ${detail}; ${remedy}`, code: exitCode.badData };
  }
  if (error instanceof DamagedBackup) return { message: error.message, code: exitCode.badData };
  if (error instanceof SetupProblem) return { message: error.message, code: exitCode.usage };
  const code = 'code' in error ? String(error.code) : '';
  const path = 'path' in error ? String(error.path) : 'a folder of its home';
  const usage = (message: string) => ({ message, code: exitCode.usage });
  if (code === 'EADDRINUSE') return usage(`port ${port} is taken: give another with --port`);
  if (code === 'EACCES' && port < 1024 && port > 0) {
    return usage(`port ${port} needs rights you do not have: give one above 1023 with --port`);
  }
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT'].includes(code)) {
    return usage(`${path} cannot be written (${code}): give a folder of yours with --home`);
  }
  if (code === 'ENOSPC') return usage(`the disk of ${path} is full (ENOSPC): make room there`);
  if (/^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|28P01|28000|3D000|08\d{3})$/.test(code)) {
    return usage(`the database of DATABASE_URL cannot be reached (${code})`);
  }
  return setupRefusal(error.cause, port);
}
