import type { PersonIdentifier } from '../../casework/pregnancy/person-identifier.ts';
import { maskIdNumber, maskName, maskPhone } from '../../security/mask.ts';
import type { Services } from '../services.ts';

/** What is sealed of a person. */
export interface PersonIdentity {
  readonly name: string;
  readonly identifier: { readonly type: string; readonly value: string };
  readonly birthDate: string;
  readonly phone: string;
}

const recordClass = 'person.identity';

/** The keyed hash by which a person is found again. */
export function identityIndex(
  { blindIndex }: Services,
  { type, value }: Pick<PersonIdentifier, 'type' | 'value'>,
): Buffer {
  return blindIndex('person.identifier', `${type} ${value}`);
}

export function sealIdentity(
  { sealer }: Services,
  personId: string,
  identity: PersonIdentity,
): Buffer {
  return sealer.sealText(JSON.stringify(identity), { recordClass, recordId: personId });
}

export function openIdentity(
  { sealer }: Pick<Services, 'sealer'>,
  { personId, identitySealed }: { personId: string; identitySealed: Buffer },
): PersonIdentity {
  const text = sealer.openText(identitySealed, { recordClass, recordId: personId });
  return JSON.parse(text) as PersonIdentity;
}

/** An identity as lists and answers show it. */
export function maskIdentity({ name, identifier, phone }: PersonIdentity) {
  return {
    name: maskName(name),
    identifier: { type: identifier.type, value: maskIdNumber(identifier.value) },
    phone: maskPhone(phone),
  };
}
