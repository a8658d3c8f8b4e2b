import {
  listAftercareOf,
  listDueCases,
  listDueFollowUps,
  listDueRedraws,
} from '../../store/aftercare-worklist-store.ts';
import { listSpecimens } from '../../store/specimen-store.ts';
import type { AftercareList, AftercareOfPregnancy } from '../schemas/aftercare-overview.ts';
import type { Services } from '../services.ts';
import { shanghaiDay } from '../shanghai-time.ts';
import { dueOf } from './due-of.ts';
import { maskIdentity, openIdentity } from './person-identity.ts';
import { showCase, showFollowUp, showRedraw } from './view-aftercare.ts';
import { requirePregnancy } from './view-pregnancy.ts';

type Line = AftercareList['items'][number];

/** Of each kind, so that many follow-ups hide no case. */
const lineCountMax = 300;

/** All that has to be done after results, by the day it is due; who she is stays masked. */
export async function listAftercare(services: Services): Promise<AftercareList> {
  const { kysely } = services;
  const [cases, redraws, followUps] = await Promise.all([
    listDueCases(kysely, lineCountMax + 1),
    listDueRedraws(kysely, lineCountMax + 1),
    listDueFollowUps(kysely, lineCountMax + 1),
  ]);
  const lineOf = lineMaker(services);
  const items = [
    ...cases.slice(0, lineCountMax).map(({ targets: about, ...row }) => {
      const { referralState: state, institution, urgency } = row;
      const isReferred = state !== null && institution !== null && urgency !== null;
      const referral = isReferred ? { state, institution, urgency } : null;
      return lineOf({ ...row, kind: 'high-risk-case', about, referral });
    }),
    ...redraws
      .slice(0, lineCountMax)
      .map((row) => lineOf({ ...row, kind: 'redraw', about: [row.reason] })),
    ...followUps
      .slice(0, lineCountMax)
      .map((row) => lineOf({ ...row, kind: 'follow-up', about: [row.reason] })),
  ];
  // One that is due on the same day as others stands in the order of the kinds.
  items.sort((one, other) => String(one.dueOn).localeCompare(String(other.dueOn)));
  const isCut = [cases, redraws, followUps].some(({ length }) => length > lineCountMax);
  return { items, isCut };
}

interface Due extends Pick<Line, 'kind' | 'id' | 'pregnancyId' | 'specimenNumber' | 'state'> {
  readonly personId: string;
  readonly identitySealed: Buffer;
  readonly dueOn: string | null;
  readonly openedAt: Date;
  readonly about: string[];
  readonly attempts?: number;
  readonly referral?: Line['referral'];
}

function lineMaker(services: Services): (row: Due) => Line {
  const today = shanghaiDay(services.clock());
  return (row) => {
    const { kind, id, pregnancyId, specimenNumber, state, openedAt, about } = row;
    return {
      ...{ kind, id, pregnancyId, specimenNumber, state, openedAt, about },
      ...dueOf(row.dueOn, today),
      name: maskIdentity(openIdentity(services, row)).name,
      ...{ attempts: row.attempts ?? 0, referral: row.referral ?? null },
    };
  };
}

/** All that was done and is to be done after the results of one pregnancy. */
export async function aftercareOf(services: Services, id: string): Promise<AftercareOfPregnancy> {
  const { kysely } = services;
  const row = await requirePregnancy(kysely, id);
  const { cases, redraws, followUp } = await listAftercareOf(kysely, id);
  const specimens = await listSpecimens(kysely, id);
  const { name, phone } = maskIdentity(openIdentity(services, row));
  return {
    ...{ id, name, phone, expectedDeliveryOn: row.expectedDeliveryOn },
    state: row.state as AftercareOfPregnancy['state'],
    consent: {
      state: row.consentState as AftercareOfPregnancy['consent']['state'],
      ...{ scopes: row.consentScopes, signedOn: row.consentSignedOn },
    },
    specimens: specimens.map(({ number, state }) => ({ number, state })),
    cases: await Promise.all(cases.map((each) => showCase(services, each.id))),
    redraws: await Promise.all(redraws.map((each) => showRedraw(services, each.id))),
    followUp: followUp ? await showFollowUp(services, followUp.id) : null,
  };
}
