import type { RestrictedResult } from '../../analysis/analysis-result.ts';
import { tellsFetalSex } from '../../casework/aftercare/tells-fetal-sex.ts';
import type { Caller } from '../../security/caller.ts';
import { uuidV7 } from '../../security/uuid-v7.ts';
import { appendAuditEvents } from '../../store/audit-store.ts';
import {
  insertRestrictedReading,
  listRestrictedReadings,
} from '../../store/restricted-reading-store.ts';
import { findRestrictedOfSample, restrictedClass } from '../../store/result-store.ts';
import { HttpProblem } from '../problem.ts';
import type { RestrictedAnswer, RestrictedBody } from '../schemas/restricted.ts';
import type { Services } from '../services.ts';

const reasonClass = 'restricted-reading.reason';

/**
 * What rests on X and Y of a sample, to who may see it: the look, its sealed reason and its audit
 * event are committed before anything is told.
 */
export async function readRestricted(
  { kysely, sealer, clock }: Services,
  caller: Caller,
  { sampleId, purpose, reason }: RestrictedBody & { readonly sampleId: string },
): Promise<RestrictedAnswer> {
  if (tellsFetalSex(reason)) {
    throw new HttpProblem('fetal-sex-told', 'the reason would tell the fetal sex: leave that out');
  }
  return kysely.transaction().execute(async (tx) => {
    const found = await findRestrictedOfSample(tx, sampleId);
    const context = { recordClass: restrictedClass, recordId: found?.id ?? '' };
    const result =
      found && (JSON.parse(sealer.openText(found.sealed, context)) as RestrictedResult | null);
    if (!found || !result) throw HttpProblem.notFound('restricted part of this sample');
    const id = uuidV7();
    const at = clock();
    await insertRestrictedReading(tx, {
      ...{ id, analysisResultId: found.id, reader: caller.actorId, purpose, readAt: at },
      reasonSealed: sealer.sealText(reason, { recordClass: reasonClass, recordId: id }),
    });
    const event = { at, actor: caller.name, action: 'restricted.read' };
    const detail = { analysis: found.id, reading: id, purpose };
    await appendAuditEvents(tx, [{ ...event, subject: `sample/${sampleId}`, detail }]);
    return shownOf(found.modelId, result);
  });
}

/** Named one by one: the sex that was inferred is nobody's business. */
function shownOf(model: string, result: RestrictedResult): RestrictedAnswer {
  const { chromosomeX, chromosomeY, flags } = result;
  const { profile, fragmentLengths, chrX, chrY } = result.fetalFraction;
  const fetalFraction = { profile, fragmentLengths, chrX, chrY };
  return { model, chromosomeX, chromosomeY, fetalFraction, flags: [...flags] };
}

/** Every look with its reason, for who watches over them; of the values it knows nothing. */
export async function listLooks(
  { kysely, sealer }: Services,
  page: { before: string | undefined; limit: number },
) {
  const rows = await listRestrictedReadings(kysely, page);
  return rows.map(({ reasonSealed, ...row }) => ({
    ...row,
    reason: sealer.openText(reasonSealed, { recordClass: reasonClass, recordId: row.id }),
  }));
}
