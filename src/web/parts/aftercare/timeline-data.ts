import type { AftercareOfPregnancy } from '../../../http/schemas/aftercare-overview.ts';
import type { Json } from '../../api/call.ts';

export type Aftercare = Json<AftercareOfPregnancy>;
type Step = NonNullable<Aftercare['followUp']>['steps'][number];
type Subject = 'high-risk-case' | 'referral' | 'redraw' | 'follow-up';

/** What happened at one moment: a step somebody took, or something that began of itself. */
type Moment = { readonly at: string; readonly subject: Subject } & (
  | { readonly step: Step }
  | {
      readonly word:
        | 'caseOpened'
        | 'referralMade'
        | 'redrawAsked'
        | 'followUpOpened'
        | 'diagnosisMade';
      /** Codes and names that the word's text speaks of. */
      readonly about: readonly string[];
    }
);

/** The oldest stands at place 1, and keeps it. */
export type ListedMoment = Moment & { readonly place: number };

/** All that happened after the results of a pregnancy, the newest first. */
export function momentsOf({ cases, redraws, followUp }: Aftercare): ListedMoment[] {
  const moments = [
    ...cases.flatMap(momentsOfCase),
    ...redraws.flatMap(({ openedAt, reason, steps }): Moment[] => [
      { at: openedAt, subject: 'redraw', word: 'redrawAsked', about: [reason] },
      ...stepsOf('redraw', steps),
    ]),
    ...(followUp === null ? [] : momentsOfFollowUp(followUp)),
  ];
  // What happened at one time stands in the order in which it was told: later ones above.
  const sorted = moments.reverse().sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
  return sorted.map((moment, i) => ({ ...moment, place: sorted.length - i }));
}

function momentsOfCase(each: Aftercare['cases'][number]): Moment[] {
  const subject = 'high-risk-case';
  return [
    { at: each.openedAt, subject, word: 'caseOpened', about: each.targets },
    ...stepsOf(subject, each.steps),
    ...each.referrals.flatMap(({ createdAt, institution, urgency, steps }): Moment[] => [
      { at: createdAt, subject: 'referral', word: 'referralMade', about: [institution, urgency] },
      ...stepsOf('referral', steps),
    ]),
    ...each.diagnoses.map(({ recordedAt, institution, method, material, results }): Moment => {
      const found = results.flatMap(({ target, result }) => [`${target}:`, result]);
      const about = [institution, method, material, ...found];
      return { at: recordedAt, subject, word: 'diagnosisMade', about };
    }),
  ];
}

function momentsOfFollowUp(of: NonNullable<Aftercare['followUp']>): Moment[] {
  const subject = 'follow-up';
  const opened: Moment = {
    ...{ at: of.openedAt, subject, word: 'followUpOpened', about: [of.reason] },
  };
  return [opened, ...stepsOf(subject, of.steps)];
}

function stepsOf(subject: Subject, steps: readonly Step[]): Moment[] {
  return steps.map((step) => ({ at: step.at, subject, step }));
}
