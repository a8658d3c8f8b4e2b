import { mayBeGranted } from '../../security/roles.ts';
import { type GrantRow, listGrants } from '../../store/grant-store.ts';
import { listStaff, type StaffRow } from '../../store/staff-store.ts';
import { entityTag } from '../entity-tag.ts';
import type { Services } from '../services.ts';

/** Every account with the rights it holds now. */
export async function listStaffAnswers({ kysely, clock, config }: Services) {
  const grants = await listGrants(kysely, clock());
  const items = (await listStaff(kysely)).map((row) =>
    staffAnswerOf(
      row,
      grants.filter(({ staffId }) => staffId === row.id),
    ),
  );
  return { items, hasIdentityProvider: config.oidc !== null };
}

/** The version of what administrators change of an account. */
export function staffTag(row: StaffRow): string {
  const { id, displayName, roles, licence, active, oidcSubject } = row;
  return entityTag(JSON.stringify([id, displayName, roles, licence, active, oidcSubject]));
}

function staffAnswerOf(row: StaffRow, grants: readonly GrantRow[]) {
  const { id, name, displayName, roles, licence, active, createdAt, oidcSubject } = row;
  return {
    ...{ id, name, displayName, roles: [...roles], licence, active, createdAt },
    ...{
      hasSecondFactor: row.totpSealed !== null,
      mayBeGranted: mayBeGranted(roles),
      version: staffTag(row),
    },
    // Kept as issuer, space, subject; an issuer is an address and holds no space.
    identitySubject: oidcSubject?.slice(oidcSubject.indexOf(' ') + 1) ?? null,
    grants: grants.map(({ staffId: _, ...grant }) => grant),
  };
}
