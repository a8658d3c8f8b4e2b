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

describe('POST /api/v1/runs', () => {
  it('registers a run with its sheet and shows it with what is awaited', async () => {
    await insertSpecimen(service.database.kysely, { number: 'N1' });
    const request = {
      ...{ instrument: 'NextSeq-1', flowcell: 'FC1', aligner },
      sampleSheet: 'sample,specimen,kind,file\nS1,N1,patient,lane1.bam\nW,,no-template-control,\n',
    };
    const { status, body } = await service.call('sequencer', 'POST /api/v1/runs', request);
    expect(status).toBe(201);
    expect(body).toMatchObject({ state: 'REGISTERED', sampleCount: 2, aligner });
    expect(body.samples).toMatchObject([
      { name: 'S1', specimen: 'N1', state: 'AWAITING_DATA', file: { name: 'lane1.bam' } },
      { name: 'W', specimen: null, file: { name: 'W.bam', state: 'AWAITED', arrivedBytes: 0 } },
    ]);
    const tube = await service.database.kysely
      .selectFrom('specimen')
      .select('state')
      .where('number', '=', 'N1')
      .executeTakeFirstOrThrow();
    expect(tube.state).toBe('IN_LAB');
    const shown = await service.call('technician', `GET /api/v1/runs/${body.id}`);
    expect(shown.body).toEqual(body);
  });

  it('takes the sheet as rows too', async () => {
    const sampleSheet = [{ sample: 'R1', kind: 'positive-control' }];
    const request = { instrument: 'NextSeq-1', flowcell: 'FC-rows', aligner, sampleSheet };
    const { status, body } = await service.call('sequencer', 'POST /api/v1/runs', request);
    expect(status).toBe(201);
    expect(body.samples).toMatchObject([{ name: 'R1', kind: 'positive-control' }]);
  });

  it('answers the same run to the same request, and 409 to another content', async () => {
    const request = controlRun('FC2', ['C1', 'C2']);
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => service.call('sequencer', 'POST /api/v1/runs', request)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const other = controlRun('FC2', ['C1', 'C3']);
    const refused = await service.call('sequencer', 'POST /api/v1/runs', other);
    expect(refused).toMatchObject({
      status: 409,
      body: { type: '/problems/already-registered', runId: answers[0].body.id },
    });
  });

  it('lists every line that cannot be used, and registers nothing', async () => {
    const { kysely } = service.database;
    await insertSpecimen(kysely, { number: 'REJ', state: 'REJECTED' });
    await insertSpecimen(kysely, { number: 'BUSY' });
    const busy = {
      ...controlRun('FC-busy', []),
      sampleSheet: 'sample,specimen,kind\nB,BUSY,patient',
    };
    expect((await service.call('sequencer', 'POST /api/v1/runs', busy)).status).toBe(201);
    const sheet = [
      'sample,specimen,kind',
      'A,UNKNOWN,patient',
      'B,REJ,patient',
      'C,BUSY,patient',
      'D,,negative-control',
    ];
    const request = { ...controlRun('FC3', []), sampleSheet: sheet.join('\n') };
    const { status, body, headers } = await service.call('sequencer', 'POST /api/v1/runs', request);
    expect(status).toBe(422);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body.lines).toEqual([
      { line: 2, detail: 'the specimen UNKNOWN is not registered' },
      { line: 3, detail: 'the specimen REJ is REJECTED' },
      { line: 4, detail: 'the specimen BUSY is in another run already' },
    ]);
    const malformed = { ...request, sampleSheet: 'sample,specimen,kind\nA,,patient\nA,X,water\n' };
    const second = await service.call('sequencer', 'POST /api/v1/runs', malformed);
    expect(second.body.type).toBe('/problems/sample-sheet-malformed');
    expect(second.body.lines.map(({ line }: { line: number }) => line)).toEqual([2, 3]);
    const runs = await kysely
      .selectFrom('run')
      .select('id')
      .where('flowcell', '=', 'FC3')
      .execute();
    expect(runs).toEqual([]);
  });

  it('pages through the list, newest first', async () => {
    for (let i = 0; i < 3; i++) {
      await service.call('sequencer', 'POST /api/v1/runs', controlRun(`FP${i}`, ['P']));
    }
    const first = await service.call('sequencer', 'GET /api/v1/runs?limit=2');
    expect(first.body.items.map((run: { flowcell: string }) => run.flowcell)).toEqual([
      'FP2',
      'FP1',
    ]);
    const next = await service.call(
      'sequencer',
      `GET /api/v1/runs?limit=1&cursor=${first.body.next}`,
    );
    expect(next.body.items).toMatchObject([{ flowcell: 'FP0' }]);
  });
});

describe('Idempotency-Key', () => {
  const key = { 'idempotency-key': 'a-key-of-one-request' };

  it('replays the first answer and refuses another body', async () => {
    const request = controlRun('FI', ['I']);
    const first = await service.call('sequencer', 'POST /api/v1/runs', request, key);
    const again = await service.call('sequencer', 'POST /api/v1/runs', request, key);
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'));
    const other = await service.call(
      'sequencer',
      'POST /api/v1/runs',
      controlRun('FJ', ['I']),
      key,
    );
    expect(other).toMatchObject({
      status: 422,
      body: { type: '/problems/idempotency-key-reused' },
    });
    const owner = await service.call('technician', 'POST /api/v1/runs', request, key);
    expect(owner.status).toBe(200);
  });

  it('is free again after a request that took no effect', async () => {
    const headers = { 'idempotency-key': 'refused-first' };
    const bad = { ...controlRun('FK', []), sampleSheet: 'sample\nx' };
    expect((await service.call('sequencer', 'POST /api/v1/runs', bad, headers)).status).toBe(422);
    const good = controlRun('FK', ['K']);
    const answer = await service.call('sequencer', 'POST /api/v1/runs', good, headers);
    expect(answer.status).toBe(201);
  });
});
