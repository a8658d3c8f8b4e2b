import { setTimeout as delay } from 'node:timers/promises';
import { exitCode } from '../command.ts';
import { startProgressBar } from '../progress-bar.ts';
import { type Bandwidth, createBandwidth } from './bandwidth.ts';
import { type FolderFile, isWhole, listBams } from './run-folder.ts';
import { sendFile } from './send-file.ts';
import { type Access, callService, RefusedRequest } from './service-client.ts';
import { openUploadState, type UploadState } from './upload-state.ts';

interface RunOptions {
  readonly folder: string;
  readonly runId: string;
  readonly watch: boolean;
  readonly parallel: number;
  readonly bytesPerSecond: number | null;
}

interface RunAnswer {
  readonly samples: readonly {
    readonly files: readonly { readonly name: string; readonly state: string }[];
  }[];
}

interface Sending {
  readonly access: Access;
  readonly runId: string;
  readonly state: UploadState;
  readonly bandwidth: Bandwidth | null;
  /** Bytes sent of each file that is on its way. */
  readonly sent: Map<FolderFile, number>;
}

const watchSeconds = 2;

/**
 * Sends the files that the run awaits, several at a time. Without `watch` it ends with what is there;
 * with it, once every file of the sheet is sent or refused.
 */
export async function uploadRun(access: Access, options: RunOptions): Promise<number> {
  const { folder, runId, watch, parallel, bytesPerSecond } = options;
  const sending = {
    ...{ access, runId, state: await openUploadState(folder, runId), sent: new Map() },
    bandwidth: bytesPerSecond === null ? null : createBandwidth(bytesPerSecond),
  };
  const bar = startProgressBar({ label: 'upload', fractionDone: () => fractionOf(sending) });
  const refused = new Set<string>();
  const seen = new Map<string, FolderFile>();
  try {
    for (;;) {
      const awaited = (await awaitedNames(access, runId)).filter((name) => !refused.has(name));
      if (awaited.length === 0) return refused.size > 0 ? exitCode.badData : exitCode.done;
      const ready = await readyFiles(folder, { awaited, seen, watch });
      await inParallel(ready, parallel, async (file) => {
        if (!(await send(sending, file))) refused.add(file.name);
      });
      if (!watch) return tellMissing(awaited, ready, refused);
      if (ready.length === 0) await delay(1000 * watchSeconds);
    }
  } finally {
    bar.stop();
  }
}

async function awaitedNames(access: Access, runId: string): Promise<string[]> {
  const path = `/api/v1/runs/${encodeURIComponent(runId)}`;
  const run = await callService<RunAnswer>(access, { method: 'GET', path });
  const files = run.samples.flatMap((sample) => sample.files);
  return files
    .filter(({ state }) => !['RECEIVED', 'VERIFIED', 'DELETED'].includes(state))
    .map(({ name }) => name);
}

/** Files that are whole: while watching, only those that did not change since the last look. */
async function readyFiles(
  folder: string,
  look: { awaited: readonly string[]; seen: Map<string, FolderFile>; watch: boolean },
): Promise<FolderFile[]> {
  const { awaited, seen, watch } = look;
  const ready: FolderFile[] = [];
  const files = await listBams(folder);
  for (const name of awaited) {
    const file = files.get(name);
    if (!file) continue;
    const before = seen.get(name);
    seen.set(name, file);
    const rests = before?.sizeBytes === file.sizeBytes && before.changedAt === file.changedAt;
    if ((!watch || rests) && (await isWhole(file))) ready.push(file);
  }
  return ready;
}

async function send(sending: Sending, file: FolderFile): Promise<boolean> {
  const { access, runId, state, bandwidth, sent } = sending;
  sent.set(file, 0);
  const sha256 = await state.sha256Of(file);
  say(`${file.name}: sending ${(file.sizeBytes / 1e6).toFixed(1)} MB`);
  try {
    await sendFile(access, {
      ...{ file, runId, sha256, bandwidth, uploadUrl: state.uploadUrlOf(file) },
      onUrl: (uploadUrl) => state.keepUploadUrl(file, uploadUrl),
      onProgress: (sentBytes) => sent.set(file, sentBytes),
    });
    say(`${file.name}: sent`);
    return true;
  } catch (error) {
    state.forgetUploadUrl(file);
    if (!(error instanceof RefusedRequest)) throw error;
    process.stderr.write(`banyan: ${file.name}: ${error.message}\n`);
    return false;
  }
}

function tellMissing(
  awaited: readonly string[],
  ready: readonly FolderFile[],
  refused: ReadonlySet<string>,
): number {
  const missing = awaited.filter((name) => !ready.some((file) => file.name === name));
  for (const name of missing) {
    const remedy = 'it is not there or not whole; with --watch it is waited for';
    process.stderr.write(`banyan: ${name}: ${remedy}\n`);
  }
  return missing.length > 0 || refused.size > 0 ? exitCode.badData : exitCode.done;
}

async function inParallel(
  files: readonly FolderFile[],
  lanes: number,
  work: (file: FolderFile) => Promise<void>,
): Promise<void> {
  const waiting = [...files];
  const lane = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) await work(file);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

function fractionOf({ sent }: Sending): number {
  let [done, total] = [0, 0];
  for (const [file, sentBytes] of sent) {
    done += sentBytes;
    total += file.sizeBytes;
  }
  return total > 0 ? done / total : 0;
}

/** Lines for a log; a terminal has the bar. */
function say(line: string): void {
  if (!process.stderr.isTTY) process.stdout.write(`${line}\n`);
}
