import { type ProblemKind, problemCatalogue } from '../problem-catalogue.ts';
import { chineseProblems } from '../problem-words.ts';
import { html } from './html.ts';
import type { Language } from './language.ts';
import { layout } from './layout.ts';
import { sayIn } from './messages.ts';

interface ProblemView {
  readonly language: Language;
  readonly kind: ProblemKind;
  readonly detail: string;
}

/** What went wrong with a page, and what to do. */
export function problemPage({ language, kind, detail }: ProblemView): string {
  const say = sayIn(language);
  const { title, remedy } = language === 'zh' ? chineseProblems[kind] : problemCatalogue[kind];
  const body = html`<section><h1>${say('page-problem')}</h1><p><strong>${title}</strong></p>
<p>${remedy}</p><p lang="en" class="quiet">${detail}</p>
<p><a href="/">${say('back')}</a></p></section>`;
  return layout({ language, path: '/', user: null }, { title: say('page-problem'), body });
}
