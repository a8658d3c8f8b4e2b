import { readPublicKeys } from '../../security/client-assertion.ts';
import { uuidV7 } from '../../security/uuid-v7.ts';
import { appendAuditEvents } from '../../store/audit-store.ts';
import { insertOauthClient, revokeOauthClient } from '../../store/oauth-store.ts';
import { HttpProblem } from '../problem.ts';
import type { Services } from '../services.ts';
import type { Manager } from './manage-staff.ts';
import { contradiction } from './refusal.ts';

type ClientServices = Pick<Services, 'kysely' | 'clock'>;

/** Registers a system by its public keys; it answers the id that the system signs in with. */
export async function addClient(
  { kysely, clock }: ClientServices,
  manager: Manager,
  { name, jwks: given }: { name: string; jwks: unknown },
): Promise<{ id: string }> {
  const keys = await readPublicKeys(given);
  if (!keys.ok) throw new HttpProblem('request-malformed', `jwks: ${keys.reason}`);
  const [id, now] = [uuidV7(), clock()];
  await kysely.transaction().execute(async (tx) => {
    if (!(await insertOauthClient(tx, { id, name, jwks: keys.jwks, now }))) {
      throw contradiction('the name is or was somebody’s');
    }
    const detail = { name, keys: keys.jwks.keys.map(({ kid }) => kid ?? '') };
    await appendAuditEvents(tx, [
      { at: now, actor: manager.name, action: 'client.add', subject: `client/${id}`, detail },
    ]);
  });
  return { id };
}

/** Revokes a system with its tokens, at once and for good. */
export async function endClient(
  { kysely, clock }: ClientServices,
  manager: Manager,
  id: string,
): Promise<void> {
  const now = clock();
  await kysely.transaction().execute(async (tx) => {
    if (!(await revokeOauthClient(tx, { id, now }))) throw HttpProblem.notFound('client');
    const subject = `client/${id}`;
    await appendAuditEvents(tx, [
      { at: now, actor: manager.name, action: 'client.revoke', subject, detail: {} },
    ]);
  });
}
