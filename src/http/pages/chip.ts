import { type Html, html } from './html.ts';
import type { Say } from './messages.ts';

const marks: Readonly<Record<string, string>> = {
  'low-risk': '○ ',
  'high-risk': '▲ ',
  'no-call': '? ',
};

/** A verdict or state in colour, with its word and, for verdicts, a shape of its own. */
export function chip(say: Say, word: string): Html {
  const kind = /^[a-z-]+$/.test(word) ? word : word === 'FAILED' ? 'problem' : 'state';
  return html`<span class="chip ${kind}">${marks[word]}${say(word)}</span>`;
}
