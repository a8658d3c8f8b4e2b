import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Tables } from './tables.ts';

/** So many results are looked at on either side of a z: what is alike is chosen among them. */
const nearMax = 60;

const columns = { T21: 'z21', T18: 'z18', T13: 'z13' } as const;

export type SimilarTarget = keyof typeof columns;

interface Wanted {
  readonly resultId: string;
  readonly modelId: string;
  readonly pregnancyId: string | null;
  readonly zs: readonly { readonly target: SimilarTarget; readonly z: number }[];
}

export interface NearResult {
  readonly target: SimilarTarget;
  readonly sampleId: string;
  readonly name: string;
  readonly z: number;
  readonly fetalFraction: number | null;
  readonly readsCounted: number;
  readonly verdict: string | null;
  readonly reviewState: string | null;
  /** What was signed, and what is known since; null without a report in force. */
  readonly signed: string | null;
  readonly status: string | null;
  readonly outcome: string | null;
}

/**
 * Earlier results of other pregnancies by the same model, nearest by z for each target, with what
 * came of them; of several results of a sample the newest.
 */
export async function listNearResults(
  db: Kysely<Tables>,
  wanted: Wanted,
): Promise<readonly NearResult[]> {
  if (wanted.zs.length === 0) return [];
  const { rows } = await nearResultsQuery(wanted).execute(db);
  return rows;
}

/** The one statement, for who looks at its plan. */
export function nearResultsQuery(wanted: Wanted): RawBuilder<NearResult> {
  const near = sql.join(
    wanted.zs.flatMap(({ target, z }) => [
      side(wanted, { target, z, isAbove: true }),
      side(wanted, { target, z, isAbove: false }),
    ]),
    sql` union all `,
  );
  return sql<NearResult>`
    select near.target, near.sample_id as "sampleId", sample.name, near.z,
           near.fetal_fraction as "fetalFraction", near.reads_counted as "readsCounted",
           (select each ->> 'verdict' from jsonb_array_elements(near.calls) as each
             where each ->> 'target' = near.target) as verdict,
           review.state as "reviewState", known.body ->> 'verdict' as signed,
           known.body ->> 'status' as status, pregnancy_outcome.kind as outcome
      from (${near}) as near
      join sample on sample.id = near.sample_id and sample.kind = 'patient'
      join specimen on specimen.id = sample.specimen_id
       and specimen.pregnancy_id is distinct from ${wanted.pregnancyId}::uuid
      left join review on review.sample_id = sample.id and review.state <> 'SUPERSEDED'
      left join pregnancy_outcome on pregnancy_outcome.pregnancy_id = specimen.pregnancy_id
      left join lateral (
        select (select each from jsonb_array_elements(finding.body -> 'genotypes') as each
                 where each ->> 'target' = near.target) as body
          from finding join report on report.id = finding.report_id and report.state = 'ISSUED'
         where finding.pregnancy_id = specimen.pregnancy_id
         order by finding.id desc limit 1) as known on true
     where not exists (select from analysis_result as later
                        where later.sample_id = near.sample_id and later.id > near.id)`;
}

interface Side {
  readonly target: SimilarTarget;
  readonly z: number;
  readonly isAbove: boolean;
}

function side({ modelId, resultId }: Wanted, { target, z, isAbove }: Side): RawBuilder<unknown> {
  const column = sql.ref(columns[target]);
  const [beyond, order] = isAbove ? [sql`>=`, sql`asc`] : [sql`<`, sql`desc`];
  return sql`(select ${sql.lit(target)} as target, id, sample_id, ${column} as z, fetal_fraction,
      reads_counted, calls
    from analysis_result
   where model_id = ${modelId} and ${column} ${beyond} ${z}::double precision
     and id < ${resultId}::uuid
   order by ${column} ${order} limit ${sql.lit(nearMax)})`;
}
