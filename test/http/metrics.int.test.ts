import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  controlRun,
  type IntakeService,
  intakeService,
  until,
  upload,
} from '../support/intake-service.ts';

let service: IntakeService;
beforeAll(async () => {
  service = await intakeService();
});
afterAll(() => service.close());

async function metrics(): Promise<string> {
  return (await service.call('monitoring', 'GET /metrics')).body;
}

it('tells durations, jobs, connections, the event loop and bytes, and no address', async () => {
  const { body: run } = await service.call(
    'sequencer',
    'POST /api/v1/runs',
    controlRun('M1', ['A']),
  );
  const { address, keys } = service;
  const bytes = Buffer.alloc(70_000, 1);
  await upload({ ...{ address, runId: run.id, bytes }, key: keys.sequencer, fileName: 'A.bam' });
  await service.call('technician', `GET /api/v1/runs/${run.id}`);
  const text = await until(
    metrics,
    (answer) =>
      answer.includes('banyan_upload_bytes_total 70000') &&
      !answer.includes('banyan_decoded_bytes_total 0'),
  );
  const labels = '{method="GET",route="/api/v1/runs/:id",status="200"}';
  expect(text).toContain(`http_request_duration_seconds_count${labels} 1`);
  expect(text).toMatch(/banyan_database_connections\{state="idle"\} \d/);
  expect(text).toMatch(/nodejs_eventloop_lag_p99_seconds 0\.\d/);
  expect(text).toContain('# TYPE banyan_jobs gauge');
  const decoded = (name: string) => Number(new RegExp(`^${name} ([0-9.]+)$`, 'm').exec(text)?.[1]);
  expect(decoded('banyan_decoded_bytes_total')).toBeGreaterThan(0);
  expect(decoded('banyan_decoding_seconds_total')).toBeGreaterThan(0);
  expect(decoded('banyan_decoded_records_total')).toBe(0);
  expect(text).not.toContain(run.id);
});
