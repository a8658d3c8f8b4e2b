import type { DemoCase } from './demo-case.ts';
import { demoDays, demoRegistration } from './demo-registration.ts';
import type { DemoUsers } from './demo-users.ts';
import { uploadRunFile } from './upload-run-file.ts';

/** The registration desk: pregnancy, consent and blood tube; answers pregnancies by specimen. */
export async function registerCases(
  users: DemoUsers,
  cases: readonly DemoCase[],
  now: Date,
): Promise<Map<string, string>> {
  const { drawnOn, receivedOn } = demoDays(now);
  const pregnancies = new Map<string, string>();
  for (const [i, { person, specimen }] of cases.entries()) {
    if (person === null || specimen === null) continue;
    const body = demoRegistration(person, i, now);
    const { id } = await users.technician.post<{ id: string }>('/api/v1/pregnancies', body);
    const tube = { number: specimen, drawnOn, receivedOn };
    await users.technician.post(`/api/v1/pregnancies/${id}/specimens`, tube);
    pregnancies.set(specimen, id);
  }
  return pregnancies;
}

/** The sequencer: registers its run with the sample sheet, then sends every file. */
export async function sendRun(
  { address, sequencer, sequencerKey }: DemoUsers,
  cases: readonly DemoCase[],
  onProgress: (sentFraction: number) => void,
): Promise<string> {
  const run = await sequencer.post<{ id: string }>('/api/v1/runs', {
    instrument: 'SIM-01',
    flowcell: 'DEMO-0001',
    aligner: { name: 'simulated', version: '1', reference: 'GRCh38', duplicateMarking: 'flag' },
    sampleSheet: cases.map(({ sample, specimen, kind }) => ({
      sample: sample.recipe.name,
      specimen,
      kind,
    })),
  });
  const sent = new Float64Array(cases.length);
  const total = cases.reduce((sum, { sample }) => sum + sample.bytes, 0);
  const queue = cases.entries();
  const send = async () => {
    for (const [i, { sample }] of queue) {
      await uploadRunFile({
        endpoint: `${address}/api/v1/uploads`,
        key: sequencerKey,
        runId: run.id,
        path: sample.path,
        onProgress: (bytes) => {
          sent[i] = bytes;
          onProgress(sent.reduce((sum, value) => sum + value, 0) / total);
        },
      });
    }
  };
  await Promise.all([send(), send()]);
  return run.id;
}
