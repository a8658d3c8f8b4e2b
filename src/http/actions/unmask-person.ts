import type { Caller } from '../../security/caller.ts';
import { appendAuditEvents } from '../../store/audit-store.ts';
import type { UnmaskedPerson, UnmaskingBody } from '../schemas/unmasking.ts';
import type { Services } from '../services.ts';
import { openIdentity } from './person-identity.ts';
import { requirePregnancy } from './view-pregnancy.ts';

/**
 * Who a pregnancy is of, in full, for a reason that is audited first: no identity is shown without
 * its event.
 */
export async function unmaskPerson(
  services: Services,
  caller: Caller,
  { pregnancyId, reason }: UnmaskingBody & { pregnancyId: string },
): Promise<UnmaskedPerson> {
  const row = await requirePregnancy(services.kysely, pregnancyId);
  await services.kysely.transaction().execute((tx) =>
    appendAuditEvents(tx, [
      {
        ...{ at: services.clock(), actor: caller.name, action: 'person.unmask' },
        ...{ subject: `pregnancy/${pregnancyId}`, detail: { reason } },
      },
    ]),
  );
  const { name, identifier, birthDate, phone } = openIdentity(services, row);
  return { name, identifier, birthDate, phone };
}
