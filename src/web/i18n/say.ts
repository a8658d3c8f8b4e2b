import { createContext, useContext } from 'react';
import type { Language } from './language.ts';
import { codeWords } from './words/codes.ts';
import { words } from './words/index.ts';
import { problemWords } from './words/problems.ts';

export type Word = keyof typeof words;

type Values = Readonly<Record<string, string | number>>;

export interface Say {
  readonly language: Language;
  /** A text of the page; `{name}` in it is replaced. */
  (word: Word, values?: Values): string;
  /** A word of the service: a state, a reason, a role. One nobody knows is shown as it is. */
  readonly code: (code: string) => string;
  /** What a refusal means; null for a kind that has no text of its own. */
  readonly problem: (kind: string) => string | null;
}

/** Says the page's texts in one language. */
export function sayIn(language: Language): Say {
  const index = language === 'zh' ? 0 : 1;
  const say = (word: Word, values: Values = {}) =>
    words[word][index].replace(/\{(\w+)\}/g, (whole, name: string) =>
      name in values ? String(values[name]) : whole,
    );
  const code = (wanted: string) =>
    Object.hasOwn(codeWords, wanted) ? codeWords[wanted as keyof typeof codeWords][index] : wanted;
  const problem = (kind: string) =>
    Object.hasOwn(problemWords, kind)
      ? problemWords[kind as keyof typeof problemWords][index]
      : null;
  return Object.assign(say, { language, code, problem });
}

export const SayContext = createContext<Say>(sayIn('zh'));

/** How to say things on this page. */
export function useSay(): Say {
  return useContext(SayContext);
}
