import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { Upload } from 'tus-js-client';
import { type ApiClient, createApiClient } from '../../src/cli/demo/api-client.ts';
import { type DistinctBam, distinctBam } from './distinct-bam.ts';
import { runWorkload } from './workload.ts';

const partBytes = 16 * 2 ** 20;
const pollMilliseconds = 250;

/** Seconds since the first byte. */
export interface RunTimed {
  readonly sent: number;
  readonly counted: number;
  readonly scored: number;
  readonly megabytes: number;
}

interface RunState {
  readonly id: string;
  readonly samples: readonly { readonly state: string; readonly problem: unknown }[];
}

/** Sends a run as a sequencer does and waits for its last verdict. */
export async function sendRun(
  { address, key }: { readonly address: string; readonly key: string },
  { bams, samples }: { readonly bams: readonly string[]; readonly samples: number },
): Promise<RunTimed> {
  const sequencer = createApiClient(address, key);
  const names = Array.from({ length: samples }, (_, i) => `run-${String(i + 1).padStart(3, '0')}`);
  const files: DistinctBam[] = [];
  for (const i of names.keys()) files.push(await distinctBam(bams[i % bams.length], i));
  const { id: runId } = await sequencer.post<RunState>('/api/v1/runs', {
    ...{ instrument: 'BENCH', flowcell: 'BENCH-RUN' },
    aligner: { name: 'simulated', version: '1', reference: 'GRCh38', duplicateMarking: 'flag' },
    sampleSheet: names.map((sample) => ({ sample, kind: 'negative-control' })),
  });
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const queue = names.entries();
  const send = async () => {
    for (const [i, name] of queue) {
      await sendFile({ address, key, runId, fileName: `${name}.bam`, file: files[i] });
    }
  };
  await Promise.all(Array.from({ length: runWorkload.senders }, send));
  const sent = seconds();
  await reached(sequencer, runId, ['COUNTED', 'SCORED']);
  const counted = seconds();
  await reached(sequencer, runId, ['SCORED']);
  const megabytes = files.reduce((sum, { size }) => sum + size, 0) / 1e6;
  return { sent, counted, scored: seconds(), megabytes };
}

async function reached(client: ApiClient, runId: string, states: readonly string[]): Promise<void> {
  for (;;) {
    const { samples } = await client.get<RunState>(`/api/v1/runs/${runId}`);
    const failed = samples.find(({ state }) => state === 'FAILED');
    if (failed) throw new Error(`a sample failed: ${JSON.stringify(failed.problem)}`);
    if (samples.every(({ state }) => states.includes(state))) return;
    await delay(pollMilliseconds);
  }
}

function sendFile(options: {
  readonly address: string;
  readonly key: string;
  readonly runId: string;
  readonly fileName: string;
  readonly file: DistinctBam;
}): Promise<void> {
  const { address, key, runId, fileName, file } = options;
  return new Promise((resolve, reject) => {
    new Upload(Readable.fromWeb(file.bytes.stream()), {
      endpoint: `${address}/api/v1/uploads`,
      uploadSize: file.size,
      chunkSize: partBytes,
      headers: { authorization: `Bearer ${key}` },
      metadata: { runId, fileName, sha256: file.sha256 },
      onSuccess: () => resolve(),
      onError: reject,
    }).start();
  });
}
