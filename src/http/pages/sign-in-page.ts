import { html } from './html.ts';
import { layout, type PageContext } from './layout.ts';
import { sayIn } from './messages.ts';

/** Asks for a key; the answer sets a session cookie. */
export function signInPage(context: PageContext, { failed }: { failed: boolean }): string {
  const say = sayIn(context.language);
  const body = html`<section class="sign-in">
<h1>${say('signIn')}</h1>
<p class="quiet small">${say('signInHint')}</p>
${failed && html`<p class="alert" role="alert">${say('signInFailed')}</p>`}
<form method="post" action="/sign-in">
<input type="text" name="user" autocomplete="username" value="banyan" hidden>
<div><label for="key">${say('apiKey')}</label>
<input id="key" name="key" type="password" required autofocus autocomplete="current-password"></div>
<div class="actions"><button>${say('signIn')}</button></div>
</form>
</section>`;
  return layout(context, { title: say('signIn'), body });
}
