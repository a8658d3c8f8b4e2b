import type { Transaction } from 'kysely';
import { isValidOn } from '../../casework/calendar-date.ts';
import type { Caller } from '../../security/caller.ts';
import { lockStaff } from '../../store/staff-store.ts';
import type { Tables } from '../../store/tables.ts';
import { HttpProblem } from '../problem.ts';
import { shanghaiDay } from '../shanghai-time.ts';

/**
 * Refuses whoever has no licence to practise that is valid on the day, in Fuzhou, of the signature.
 * The account is held until the transaction ends: a licence that is taken away meanwhile counts.
 */
export async function requireLicence(
  tx: Transaction<Tables>,
  { actorId }: Caller,
  now: Date,
): Promise<void> {
  const licence = (await lockStaff(tx, actorId))?.licence ?? null;
  const day = shanghaiDay(now);
  if (licence === null) throw invalid('no licence of yours is on record');
  if (isValidOn({ validFrom: licence.from, validTo: licence.to }, day)) return;
  throw invalid(`your licence is valid from ${licence.from} to ${licence.to}, not on ${day}`);
}

function invalid(detail: string): HttpProblem {
  return new HttpProblem('licence-invalid', detail);
}
