import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { link, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { median } from '../count-bins/timed-run.ts';
import type { SeededHome } from './seed-reports.ts';
import { sendParts } from './send-parts.ts';
import { workload } from './workload.ts';

/** A service whose laboratory sends files. */
export interface Laboratory {
  readonly address: string;
  readonly home: SeededHome;
  readonly bam: string;
  readonly sha256: string;
}

export interface UploadsMeasured {
  /** Seconds of the bare copy over those until the service acknowledged the last byte. */
  readonly uploadRatio: number;
  /** Seconds until the sample stood counted. */
  readonly countedSeconds: number;
  readonly megabytesPerSecond: number;
  /** Processor seconds of the sender alone, which shares the cores. */
  readonly senderSeconds: number;
}

export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** Sends one file to the service and to a bare server in turns, counting included. */
export async function measureUploads(
  laboratory: Laboratory,
  folder: string,
): Promise<UploadsMeasured> {
  const { size } = await stat(laboratory.bam);
  const pairs: { bare: number; ours: number; counted: number; sender: number }[] = [];
  for (let i = 0; i < workload.uploadPairs; i += 1) {
    const bare = await sendBare(laboratory.bam, join(folder, 'bare-copy'));
    const [runId] = await registerRun(laboratory, `UPLOAD-${i}`, 1);
    const url = await announce(laboratory, runId, 'sample-0000.bam');
    const started = performance.now();
    const before = process.cpuUsage();
    const headers = { authorization: `Bearer ${laboratory.home.sequencer}` };
    const ours = await sendParts(laboratory.bam, url, headers);
    const { user, system } = process.cpuUsage(before);
    await counted(laboratory, runId);
    const sender = (user + system) / 1e6;
    pairs.push({ bare, ours, sender, counted: (performance.now() - started) / 1000 });
  }
  return {
    uploadRatio: median(pairs.map(({ bare, ours }) => bare / ours)),
    countedSeconds: median(pairs.map((pair) => pair.counted)),
    senderSeconds: median(pairs.map(({ sender }) => sender)),
    megabytesPerSecond: size / 1e6 / median(pairs.map(({ ours }) => ours)),
  };
}

/** Puts files in place as if they had been sent, without the sending: work for the workers. */
export async function addBacklog(
  laboratory: Laboratory,
  { uploads, count }: { readonly uploads: string; readonly count: number },
): Promise<string> {
  const [runId, names] = await registerRun(laboratory, 'BACKLOG', count);
  for (const name of names) {
    const url = await announce(laboratory, runId, name);
    const path = join(uploads, basename(url));
    await rm(path);
    await link(laboratory.bam, path);
    const headers = { authorization: `Bearer ${laboratory.home.sequencer}` };
    await fetch(url, { method: 'HEAD', headers: { ...headers, 'tus-resumable': '1.0.0' } });
  }
  return runId;
}

/** How many samples of a run are not counted yet. */
export async function uncounted({ address, home }: Laboratory, runId: string): Promise<number> {
  const answer = await fetch(`${address}/api/v1/runs/${runId}`, {
    headers: { authorization: `Bearer ${home.sequencer}` },
  });
  const run = (await answer.json()) as { samples: { state: string; problem: unknown }[] };
  const failed = run.samples.find(({ state }) => state === 'FAILED');
  if (failed) throw new Error(`a sample failed: ${JSON.stringify(failed.problem)}`);
  return run.samples.filter(({ state }) => state !== 'COUNTED').length;
}

async function counted(laboratory: Laboratory, runId: string): Promise<void> {
  while ((await uncounted(laboratory, runId)) > 0) await delay(20);
}

async function sendBare(bam: string, copy: string): Promise<number> {
  await rm(copy, { force: true });
  const program = fileURLToPath(new URL('./bare-copy.ts', import.meta.url));
  const server = spawn(process.execPath, [program, copy], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [port] = await once(server.stdout, 'data');
  const seconds = await sendParts(bam, `http://127.0.0.1:${String(port).trim()}/`);
  const ended = once(server, 'exit');
  server.kill();
  await ended;
  const { size } = await stat(copy);
  if (size !== (await stat(bam)).size) throw new Error('the bare copy is not whole');
  await rm(copy);
  return seconds;
}

async function registerRun(
  { address, home }: Laboratory,
  flowcell: string,
  count: number,
): Promise<[string, string[]]> {
  const names = Array.from({ length: count }, (_, i) => `sample-${String(i).padStart(4, '0')}`);
  const answer = await fetch(`${address}/api/v1/runs`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${home.sequencer}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      ...{ instrument: 'BENCH', flowcell },
      aligner: { name: 'simulated', version: '1', reference: 'GRCh38', duplicateMarking: 'flag' },
      sampleSheet: names.map((sample) => ({ sample, kind: 'negative-control' })),
    }),
  });
  const run = (await answer.json()) as { id?: string };
  if (run.id === undefined) throw new Error(`the run was refused: ${JSON.stringify(run)}`);
  return [run.id, names.map((name) => `${name}.bam`)];
}

async function announce(
  { address, home, bam, sha256 }: Laboratory,
  runId: string,
  fileName: string,
): Promise<string> {
  const encoded = Object.entries({ runId, fileName, sha256 }).map(
    ([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`,
  );
  const answer = await fetch(`${address}/api/v1/uploads`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${home.sequencer}`,
      'tus-resumable': '1.0.0',
      'upload-length': String((await stat(bam)).size),
      'upload-metadata': encoded.join(','),
    },
  });
  const location = answer.headers.get('location');
  if (location === null) throw new Error(`an upload was refused: ${await answer.text()}`);
  return new URL(location, address).href;
}
