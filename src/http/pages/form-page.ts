import { type Html, html } from './html.ts';
import { layout, type PageContext } from './layout.ts';
import { sayIn } from './messages.ts';

/** One line to fill in. */
export interface Field {
  readonly name: string;
  /** A word of the pages. */
  readonly label: string;
  readonly type: 'text' | 'password';
  /** What a password manager may fill in, such as `current-password`. */
  readonly autocomplete: string;
  readonly value?: string;
}

interface FormPage {
  /** A word of the pages, as is `hint`, `alert` and `submit`. */
  readonly title: string;
  readonly hint: string;
  readonly alert: string | null;
  readonly action: string;
  readonly submit: string;
  readonly body: Html;
  /** What stands between hint and form. */
  readonly before?: Html;
  readonly after?: Html;
  readonly wide?: boolean;
}

/** A page with one form in the middle. */
export function formPage(context: PageContext, page: FormPage): string {
  const say = sayIn(context.language);
  const { title, hint, alert, action, submit, body, before, after } = page;
  const content = html`<section class="${page.wide ? 'sign-in wide' : 'sign-in'}">
<h1>${say(title)}</h1>
<p class="quiet small">${say(hint)}</p>
${alert !== null && html`<p class="alert" role="alert">${say(alert)}</p>`}
${before}
<form method="post" action="${action}">
${body}
<div class="actions"><button>${say(submit)}</button></div>
</form>
${after}
</section>`;
  return layout(context, { title: say(title), body: content });
}

/** The fields of a form; the first takes the cursor. */
export function fields(
  { language }: PageContext,
  list: readonly Field[],
  { focus = true }: { focus?: boolean } = {},
): Html {
  const say = sayIn(language);
  const lines = list.map(({ name, label, type, autocomplete, value }, i) => {
    const isFirst = focus && i === 0;
    return html`<div><label for="${name}">${say(label)}</label>
<input id="${name}" name="${name}" type="${type}" autocomplete="${autocomplete}" required
 ${value !== undefined && html`value="${value}"`} ${isFirst && html`autofocus`}></div>`;
  });
  return html`${lines}`;
}
