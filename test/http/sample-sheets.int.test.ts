import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  aligner,
  controlRun,
  type IntakeService,
  insertSpecimen,
  intakeService,
} from '../support/intake-service.ts';

let service: IntakeService;

beforeAll(async () => {
  service = await intakeService({ BANYAN_ROLES: 'web' });
});
afterAll(() => service.close());

async function emptyRun(flowcell: string): Promise<string> {
  const request = { instrument: 'NextSeq-1', flowcell, aligner };
  const { status, body } = await service.call('sequencer', 'POST /api/v1/runs', request);
  expect(status).toBe(201);
  return body.id;
}

async function addSheet(runId: string, body: string | Uint8Array<ArrayBuffer>, charset = '') {
  const answer = await fetch(`${service.address}/api/v1/runs/${runId}/sample-sheet`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${service.keys.sequencer}`,
      'content-type': `text/csv${charset}`,
    },
    body,
  });
  // biome-ignore lint/suspicious/noExplicitAny: answers are judged by what the test expects of them
  return { status: answer.status, body: (await answer.json()) as any };
}

describe('POST /api/v1/runs/{id}/sample-sheet', () => {
  it('brings the sheet of a run that was registered with what it was sequenced with', async () => {
    const facts = {
      ...{ lanes: [1, 2], chemistry: 'SBS v3', reagentLots: [{ name: 'flow cell', lot: 'L77' }] },
      ...{ instrument: 'NextSeq-1', flowcell: 'SHEET1', aligner },
    };
    const { body: run } = await service.call('sequencer', 'POST /api/v1/runs', facts);
    expect(run).toMatchObject({ ...facts, samples: [] });
    const again = await service.call('sequencer', 'POST /api/v1/runs', facts);
    expect(again).toMatchObject({ status: 200, body: { id: run.id } });
    const other = await service.call('sequencer', 'POST /api/v1/runs', { ...facts, lanes: [1] });
    expect(other.status).toBe(409);
    await insertSpecimen(service.database.kysely, { number: 'SN1' });
    const sheet =
      '\uFEFF[Header],\r\n[Data],\r\nLane,Sample_ID,Sample_Name\r\n1,P,SN1\r\n2,P,SN1\r\n';
    const first = await addSheet(run.id, sheet);
    expect(first.body.samples).toMatchObject([
      { name: 'P', specimen: 'SN1', files: [{ name: 'P_L001.bam' }, { name: 'P_L002.bam' }] },
    ]);
    // The same sheet again changes nothing.
    expect(await addSheet(run.id, sheet)).toEqual(first);
    expect((await service.call('sequencer', 'POST /api/v1/runs', facts)).status).toBe(200);
  });

  it('names every line that contradicts the run or the orders, in one answer', async () => {
    const { kysely } = service.database;
    await insertSpecimen(kysely, { number: 'SN2' });
    await insertSpecimen(kysely, { number: 'SN3', state: 'REJECTED' });
    await insertSpecimen(kysely, { number: 'SN4' });
    const { body } = await service.call('sequencer', 'POST /api/v1/runs', {
      ...controlRun('SHEET2', ['C']),
    });
    await addSheet(body.id, 'sample,specimen,kind\nQ,SN4,patient\n');
    const sheet = [
      'sample,specimen,kind,file',
      'A,SN2,patient,',
      'B,SN3,patient,',
      'D,NONE,patient,',
      'Q,SN2,patient,q2.bam',
      'E,,negative-control,C.bam',
    ];
    const { status, body: problem } = await addSheet(body.id, sheet.join('\n'));
    expect(status).toBe(422);
    expect(problem.lines).toEqual([
      { line: 3, detail: 'the specimen SN3 is REJECTED' },
      { line: 4, detail: 'the specimen NONE is not registered' },
      { line: 5, detail: 'repeats the specimen of line 2' },
      { line: 5, detail: 'differs from the sample Q of this run' },
      { line: 6, detail: 'the file C.bam belongs to another sample of this run' },
    ]);
    const shown = await service.call('technician', `GET /api/v1/runs/${body.id}`);
    expect(shown.body.samples).toHaveLength(2);
  });

  it('reads GBK where it is told so, and hints at it where it is not', async () => {
    const runId = await emptyRun('SHEET3');
    const columns = Buffer.from('d3beb5c02cd1f9b1beb1e0bac52cccf5c2eb2cd1f9b1bec0e0d0cd', 'hex');
    expect(new TextDecoder('gbk').decode(columns)).toBe('泳道,样本编号,条码,样本类型');
    const rows = Buffer.from('\n1,N7,57,negative-control\n');
    const sheet = Uint8Array.from(Buffer.concat([columns, rows]));
    const unknown = await addSheet(runId, sheet);
    expect(unknown).toMatchObject({ status: 422, body: { lines: [{ line: 1 }] } });
    expect(unknown.body.detail).toContain('charset=gbk');
    const read = await addSheet(runId, sheet, '; charset=GBK');
    expect(read.body.samples).toMatchObject([{ name: 'N7', kind: 'negative-control' }]);
    expect((await addSheet(runId, sheet, '; charset=none')).status).toBe(415);
  });

  it('is refused for a run that is not there', async () => {
    const answer = await addSheet('00000000-0000-7000-8000-000000000000', 'sample\n');
    expect(answer.status).toBe(404);
  });
});
