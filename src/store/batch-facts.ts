import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { BatchFacts, GateResult, GateSample } from '../casework/batch/batch-facts.ts';
import type { SampleKind } from '../casework/run/sample-sheet.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

/** Tubes of which nothing is awaited as long as they stand there. */
const aside: readonly string[] = [
  ...['CREATED', 'CONSENTED', 'DRAWN', 'SHIPPED', 'HELD'],
  ...['REJECTED', 'REDRAW_REQUESTED', 'CANCELLED'],
];

/** How far each sample of a batch has come, and one name for all of it. */
export interface BatchProgress {
  readonly isSettled: boolean;
  readonly inputsSha256: string;
  readonly samples: readonly SampleProgress[];
}

type SampleProgress = Awaited<ReturnType<typeof selectProgress>>[number] & {
  readonly progress: GateSample['state'];
};

/**
 * What a gate would be judged from. A sample counts by its newest result; on its way to another one
 * it is outstanding, so that a late lane opens its batch again.
 */
export async function readBatchProgress(db: Db, runId: string): Promise<BatchProgress> {
  const rows = await selectProgress(db, runId);
  const samples = rows.map((row) => ({ ...row, progress: progressOf(row) }));
  const lines = samples.map(({ id, progress, bodySha256, problem }) => {
    const found = progress === 'scored' ? bodySha256 : problemKind(problem);
    return `${id} ${progress} ${progress === 'outstanding' ? '' : found}\n`;
  });
  return {
    isSettled: samples.length > 0 && samples.every(({ progress }) => progress !== 'outstanding'),
    inputsSha256: createHash('sha256').update(lines.join('')).digest('hex'),
    samples,
  };
}

/** Runs whose batch is open although nothing is awaited of it any more. */
export async function listSettledOpenBatches(db: Db, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('batch')
    .select('batch.run_id as runId')
    .where('batch.state', '=', 'OPEN')
    .where((where) =>
      where.exists(
        where.selectFrom('sample').select('sample.id').whereRef('run_id', '=', 'batch.run_id'),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('sample')
            .leftJoin('specimen', 'specimen.id', 'sample.specimen_id')
            .select('sample.id')
            .whereRef('sample.run_id', '=', 'batch.run_id')
            .where('sample.state', 'not in', ['SCORED', 'FAILED'])
            .where((each) =>
              each.or([
                each('specimen.id', 'is', null),
                each('specimen.state', 'not in', [...aside]),
              ]),
            ),
        ),
      ),
    )
    .orderBy('batch.run_id')
    .limit(limit)
    .execute();
  return rows.map(({ runId }) => runId);
}

/** Everything the gate judges, with the analyses of the batch and of its women's other samples. */
export async function readBatchFacts(
  db: Db,
  { samples, registeredOn }: Pick<BatchProgress, 'samples'> & { registeredOn: string },
): Promise<BatchFacts> {
  const scored = samples.flatMap(({ progress, resultId }) =>
    progress === 'scored' && resultId !== null ? [resultId] : [],
  );
  const bodies = await readResults(db, scored);
  const repeats = await readRepeats(db, samples);
  return {
    registeredOn,
    samples: samples.map((row) => ({
      ...{ name: row.name, kind: row.kind as SampleKind, state: row.progress },
      problem: problemKind(row.problem),
      inputSha256: row.progress === 'scored' ? row.inputSha256 : null,
      result: row.progress === 'scored' ? (bodies.get(row.resultId ?? '') ?? null) : null,
      order:
        row.orderState === null || row.drawnOn === null
          ? null
          : { state: row.orderState, drawnOn: row.drawnOn, receivedOn: row.receivedOn },
      repeats: repeats
        .filter((repeat) => repeat.pregnancyId === row.pregnancyId && repeat.sampleId !== row.id)
        .map(({ body }) => JSON.parse(body) as GateResult),
    })),
  };
}

async function selectProgress(db: Db, runId: string) {
  return db
    .selectFrom('sample')
    .leftJoin('specimen', 'specimen.id', 'sample.specimen_id')
    .leftJoinLateral(
      (from) =>
        from
          .selectFrom('analysis_result')
          .whereRef('analysis_result.sample_id', '=', 'sample.id')
          .orderBy('analysis_result.id', 'desc')
          .limit(1)
          .select([
            'analysis_result.id as resultId',
            'analysis_result.body_sha256 as bodySha256',
            'analysis_result.input_sha256 as inputSha256',
          ])
          .as('newest'),
      (join) => join.onTrue(),
    )
    .select([
      'sample.id',
      'sample.name',
      'sample.kind',
      'sample.state',
      'sample.problem',
      'specimen.state as orderState',
      'specimen.drawn_on as drawnOn',
      'specimen.received_on as receivedOn',
      'specimen.pregnancy_id as pregnancyId',
      'newest.resultId',
      'newest.bodySha256',
      'newest.inputSha256',
    ])
    .where('sample.run_id', '=', runId)
    .orderBy('sample.id')
    .execute();
}

function progressOf({
  state,
  orderState,
}: {
  state: string;
  orderState: string | null;
}): GateSample['state'] {
  if (state === 'SCORED') return 'scored';
  if (state === 'FAILED') return 'failed';
  return orderState !== null && aside.includes(orderState) ? 'aside' : 'outstanding';
}

function problemKind(problem: unknown): string | null {
  const isNamed = typeof problem === 'object' && problem !== null && 'kind' in problem;
  return isNamed ? String(problem.kind) : null;
}

async function readResults(db: Db, ids: readonly string[]): Promise<Map<string, GateResult>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('analysis_result')
    .select(['id', 'body'])
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map(({ id, body }) => [id, JSON.parse(body) as GateResult]));
}

/** The newest analysis of every other sample of the pregnancies in a batch. */
async function readRepeats(db: Db, samples: readonly SampleProgress[]) {
  const pregnancies = [...new Set(samples.flatMap(({ pregnancyId }) => pregnancyId ?? []))];
  if (pregnancies.length === 0) return [];
  return db
    .selectFrom('analysis_result')
    .innerJoin('sample', 'sample.id', 'analysis_result.sample_id')
    .innerJoin('specimen', 'specimen.id', 'sample.specimen_id')
    .select([
      'sample.id as sampleId',
      'specimen.pregnancy_id as pregnancyId',
      'analysis_result.body',
    ])
    .distinctOn('sample.id')
    .where('specimen.pregnancy_id', 'in', pregnancies)
    .where('sample.state', '=', 'SCORED')
    .orderBy('sample.id')
    .orderBy('analysis_result.id', 'desc')
    .execute();
}
