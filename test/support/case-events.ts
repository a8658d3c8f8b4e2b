import fc from 'fast-check';

/** People who hold both roles, so that only the rules keep one from doing the work of two. */
export const people = ['one', 'two', 'three'] as const;
export type Person = (typeof people)[number];

/** What may happen in a laboratory, in any order and at the worst moment. */
const act = fc.oneof(
  { weight: 3, arbitrary: fc.constant('approve' as const) },
  { weight: 4, arbitrary: fc.constant('sign' as const) },
  { weight: 4, arbitrary: fc.constant('sign-change' as const) },
  { weight: 2, arbitrary: fc.constant('lose-licence' as const) },
  { weight: 2, arbitrary: fc.constant('factor-grows-old' as const) },
  {
    weight: 8,
    arbitrary: fc.constantFrom(
      ...(['approve-list', 'no-call', 'redraw', 'sign-list', 'amend', 'revoke'] as const),
      ...(['withdraw', 'hold-batch', 'release-batch'] as const),
      ...(['give-factor', 'get-licence'] as const),
    ),
  },
);
/** One act of one person. */
export const caseEvent = fc.record({ act, by: fc.constantFrom(...people) });
export interface CaseEvent {
  readonly act: string;
  readonly by: Person;
}

/** How far a case has come before anything may happen. */
export const caseBeginning = fc.constantFrom<CaseEvent[]>(
  [],
  [{ act: 'approve', by: 'one' }],
  [
    { act: 'approve', by: 'one' },
    { act: 'sign', by: 'two' },
    { act: 'amend', by: 'one' },
  ],
  [
    { act: 'approve', by: 'one' },
    { act: 'sign', by: 'two' },
    { act: 'revoke', by: 'three' },
  ],
);

const as = (by: Person, ...acts: string[]): CaseEvent[] => acts.map((each) => ({ act: each, by }));
const proposed = [...as('one', 'approve'), ...as('two', 'sign'), ...as('one', 'amend')];

/** Shortcuts that chance finds only now and then. */
export const caseShortcuts: [CaseEvent[], CaseEvent[]][] = [
  [as('one', 'approve'), as('one', 'sign', 'sign-list')],
  [as('one', 'approve'), as('two', 'lose-licence', 'sign', 'sign-list')],
  [as('one', 'approve'), as('two', 'factor-grows-old', 'sign', 'sign-list')],
  [as('one', 'approve'), as('two', 'hold-batch', 'sign', 'sign-list')],
  [proposed, as('one', 'sign-change')],
  [proposed, as('two', 'lose-licence', 'sign-change')],
  [proposed, as('three', 'factor-grows-old', 'sign-change')],
  [proposed, as('three', 'hold-batch', 'sign-change')],
];
