import { createContext, useContext } from 'react';
import { chineseProblems } from '../../http/problem-words.ts';
import type { Language } from './language.ts';
import { codeWords } from './words/codes.ts';
import { words } from './words/index.ts';
import { englishProblems } from './words/problems.ts';

export type Word = keyof typeof words;

type Values = Readonly<Record<string, string | number>>;

/** Without a remedy the service's own stands. */
interface ProblemSaid {
  readonly title: string;
  readonly remedy?: string;
}

export interface Say {
  readonly language: Language;
  /** A text of the page; `{name}` in it is replaced. */
  (word: Word, values?: Values): string;
  /** A word of the service: a state, a reason, a role. One nobody knows is shown as it is. */
  readonly code: (code: string) => string;
  /** What a refusal means and what can be done; null where the service says it in English. */
  readonly problem: (kind: string) => ProblemSaid | null;
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
  const problem = (kind: string) => (language === 'zh' ? inChinese(kind) : inEnglish(kind));
  return Object.assign(say, { language, code, problem });
}

export const SayContext = createContext<Say>(sayIn('zh'));

/** How to say things on this page. */
export function useSay(): Say {
  return useContext(SayContext);
}

function inChinese(kind: string): ProblemSaid | null {
  if (!Object.hasOwn(chineseProblems, kind)) return null;
  return chineseProblems[kind as keyof typeof chineseProblems];
}

function inEnglish(kind: string): ProblemSaid | null {
  if (!Object.hasOwn(englishProblems, kind)) return null;
  return { title: englishProblems[kind as keyof typeof englishProblems] };
}
