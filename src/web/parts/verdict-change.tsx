import type { LookBackReports } from '../../http/schemas/look-back.ts';
import type { Json } from '../api/call.ts';
import { fixed } from '../i18n/number-format.ts';
import { type Say, useSay } from '../i18n/say.ts';
import { StateTag } from './state-tag.tsx';

export type VerdictChange = NonNullable<
  Json<LookBackReports>['items'][number]['comparison']
>[number];

/** The targets of a comparison whose verdict is another one now. */
export function changedOf(comparison: readonly VerdictChange[] | null): VerdictChange[] {
  return (comparison ?? []).filter(({ before, after }) => before !== after);
}

/** Old and new verdict of one target, each with its z. */
export function VerdictChangeLine({ change }: { readonly change: VerdictChange }) {
  const { target, before, after, zBefore, zAfter } = change;
  return (
    <div>
      <strong>{target}</strong> <StateTag code={before} /> {fixed(zBefore, 2)} →{' '}
      <StateTag code={after} /> {fixed(zAfter, 2)}
    </div>
  );
}

/** The same in words. */
export function changeWords(say: Say, changes: readonly VerdictChange[]): string {
  const word = ({ target, before, after, zBefore, zAfter }: VerdictChange) =>
    `${target} ${say.code(before)} (z ${fixed(zBefore, 2)}) → ` +
    `${say.code(after)} (z ${fixed(zAfter, 2)})`;
  return changes.map(word).join(say.language === 'zh' ? '；' : '; ');
}

/** How far a look-back is. */
export function LookBackProgress({ of }: { readonly of: { reports: number; waiting: number } }) {
  const say = useSay();
  const done = of.reports - of.waiting;
  const text = say('rerunOf', { done, reports: of.reports });
  return (
    <span className="look-back-progress">
      <progress max={Math.max(of.reports, 1)} value={done} aria-label={text} /> {text}
    </span>
  );
}
