import { html } from './html.ts';
import type { Language } from './language.ts';
import { layout } from './layout.ts';
import { sayIn } from './messages.ts';

interface ProblemView {
  readonly language: Language;
  readonly title: string;
  readonly detail: string;
  readonly remedy: string;
}

/** What went wrong with a page, and what to do. */
export function problemPage({ language, title, detail, remedy }: ProblemView): string {
  const say = sayIn(language);
  const body = html`<section><h1>${say('page-problem')}</h1><p lang="en"><strong>${title}</strong></p>
<p lang="en">${detail}</p><p lang="en" class="quiet">${remedy}</p>
<p><a href="/">${say('back')}</a></p></section>`;
  return layout({ language, path: '/', user: null }, { title: say('page-problem'), body });
}
