import type { Kysely } from 'kysely';
import type { RestrictedPurpose } from '../casework/quality/restricted-purpose.ts';
import type { Tables } from './tables.ts';

type Db = Kysely<Tables>;

interface NewReading {
  readonly id: string;
  readonly analysisResultId: string;
  readonly reader: string;
  readonly purpose: RestrictedPurpose;
  readonly reasonSealed: Buffer;
  readonly readAt: Date;
}

/** Notes that somebody looks at what rests on X and Y; it never changes. */
export async function insertRestrictedReading(db: Db, reading: NewReading): Promise<void> {
  await db
    .insertInto('restricted_reading')
    .values({
      ...{ id: reading.id, analysis_result_id: reading.analysisResultId },
      ...{ reader: reading.reader, purpose: reading.purpose },
      ...{ reason_sealed: reading.reasonSealed, read_at: reading.readAt },
    })
    .execute();
}

/** Every look, newest first, before a cursor. */
export async function listRestrictedReadings(
  db: Db,
  { before, limit }: { before: string | undefined; limit: number },
) {
  const query = db
    .selectFrom('restricted_reading as reading')
    .innerJoin('actor', 'actor.id', 'reading.reader')
    .innerJoin('analysis_result', 'analysis_result.id', 'reading.analysis_result_id')
    .select(['reading.id', 'reading.purpose', 'reading.reason_sealed as reasonSealed'])
    .select(['reading.read_at as readAt', 'actor.name as reader'])
    .select(['analysis_result.sample_id as sampleId'])
    .orderBy('reading.id', 'desc')
    .limit(limit);
  return (before === undefined ? query : query.where('reading.id', '<', before)).execute();
}
