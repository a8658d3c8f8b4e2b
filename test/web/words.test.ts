import { describe, expect, it } from 'vitest';
import { qcLimits } from '../../src/analysis/qc/qc-limits.ts';
import { reviewStates } from '../../src/casework/review/review-state.ts';
import { sampleKinds } from '../../src/casework/run/sample-sheet.ts';
import { staffRoles } from '../../src/security/roles.ts';
import { sayIn } from '../../src/web/i18n/say.ts';
import { words } from '../../src/web/i18n/words/index.ts';

describe('words', () => {
  it('are there for every check, reason, flag, state and role the service says', () => {
    const checks = Object.values(qcLimits.limits).map(({ name }) => name);
    const reasons = ['number-missing', 'qc-failure', 'z-high', 'z-ff-discordant', 'z-low', 'grey'];
    const flags = [
      ...['fetal-fraction-clamped', 'needs-review', 'excess-above-fetal-fraction'],
      ...['several-chromosomes', 'maternal-or-fetal', 'possible-vanished-twin'],
    ];
    const states = reviewStates.filter((state) => state !== 'SUPERSEDED');
    for (const word of [
      ...checks,
      ...reasons,
      ...flags,
      ...states,
      ...sampleKinds,
      ...staffRoles,
    ]) {
      expect(sayIn('zh').code(word), word).toMatch(/\p{Script=Han}|z/u);
      expect(sayIn('en').code(word), word).not.toMatch(/^[a-z]+(?:-[a-z]+)+$|^[A-Z_]+$/);
    }
  });

  it('name the same places to be filled in both languages', () => {
    for (const [word, texts] of Object.entries(words)) {
      const [zh, en] = texts.map((text) =>
        [...text.matchAll(/\{\w+\}/g)]
          .map(String)
          .toSorted((one, other) => one.localeCompare(other)),
      );
      expect(zh, word).toEqual(en);
    }
  });

  it('fill in what is given and leave the rest', () => {
    expect(sayIn('en')('progressOf', { done: 3, all: 24 })).toBe('3 of 24 samples');
    expect(sayIn('zh')('progressOf', { done: 3 })).toBe('3 / {all} 个样本');
  });

  it('show a word nobody translated as it is', () => {
    expect(sayIn('en').code('toString')).toBe('toString');
    expect(sayIn('en').problem('toString')).toBeNull();
  });
});
