import { administratorRoles } from '../../security/roles.ts';
import { fields, formPage } from './form-page.ts';
import { html } from './html.ts';
import { layout, type PageContext } from './layout.ts';
import { sayIn } from './messages.ts';

interface Alert {
  /** A word of the pages that says what was wrong. */
  readonly alert: string | null;
}

/** Asks for name and password, or leads elsewhere; leads a fresh service to its set-up. */
export function signInPage(
  context: PageContext,
  { alert, isFresh, isElsewhere }: Alert & { isFresh: boolean; isElsewhere: boolean },
): string {
  const say = sayIn(context.language);
  return formPage(context, {
    ...{ title: 'signIn', hint: 'banner', alert, action: '/sign-in', submit: 'signIn' },
    body: fields(context, [
      { name: 'name', label: 'accountName', type: 'text', autocomplete: 'username' },
      {
        ...{ name: 'password', label: 'password', type: 'password' },
        autocomplete: 'current-password',
      },
    ]),
    after: html`${isElsewhere && html`<p class="elsewhere"><a class="button" href="/sign-in/oidc">${say('signInElsewhere')}</a></p>`}${isFresh && html`<p>${say('freshService')} <a href="/set-up">${say('setUpService')}</a></p>`}`,
  });
}

/** Leads on by itself, from our own site, once somebody signed in elsewhere. */
export function signedInPage(context: PageContext, { next }: { next: string }): string {
  const say = sayIn(context.language);
  const body = html`<section class="sign-in">
<h1>${say('signedIn')}</h1>
<p><a href="${next}">${say('goOn')}</a></p>
</section>`;
  return layout(context, { title: say('signedIn'), body });
}

/** Asks for a code: to complete a sign-in, or anew before a signature. */
export function secondFactorPage(
  context: PageContext,
  { alert, to }: Alert & { to: string | null },
): string {
  return formPage(context, {
    ...{ title: 'secondFactor', alert, action: '/second-factor', submit: 'confirm' },
    hint: to === null ? 'secondFactorHint' : 'freshFactorHint',
    body: html`${fields(context, [
      { name: 'code', label: 'code', type: 'text', autocomplete: 'one-time-code' },
    ])}${to !== null && html`<input type="hidden" name="to" value="${to}">`}`,
  });
}

/** Shows the secret of a new second factor, in groups as one types it, and asks for a code. */
export function enrolmentPage(
  context: PageContext,
  { alert, secret, uri }: Alert & { secret: string; uri: string },
): string {
  const say = sayIn(context.language);
  const groups = (secret.match(/.{1,4}/g) ?? []).join(' ');
  return formPage(context, {
    ...{ title: 'setUpFactor', hint: 'setUpFactorHint', alert, submit: 'confirm' },
    action: '/second-factor/set-up',
    before: html`<dl class="secret"><dt>${say('factorKey')}</dt><dd class="mono big">${groups}</dd>
<dd class="quiet small">${say('factorKind')}</dd>
<dt>${say('factorUri')}</dt><dd class="mono wrap">${uri}</dd></dl>`,
    body: fields(context, [
      { name: 'code', label: 'code', type: 'text', autocomplete: 'one-time-code' },
    ]),
  });
}

/** The recovery codes, once. */
export function recoveryCodesPage(
  context: PageContext,
  { codes }: { codes: readonly string[] },
): string {
  const say = sayIn(context.language);
  const body = html`<section class="sign-in">
<h1>${say('recoveryCodes')}</h1>
<p class="quiet small">${say('recoveryHint')}</p>
<ul class="mono codes">${codes.map((code) => html`<li>${code}</li>`)}</ul>
<p><a href="/account">${say('goOn')}</a></p>
</section>`;
  return layout(context, { title: say('recoveryCodes'), body });
}

/** Asks for the present and a new password. */
export function passwordPage(
  context: PageContext,
  { alert, isForced }: Alert & { isForced: boolean },
): string {
  const say = sayIn(context.language);
  const input = { type: 'password', autocomplete: 'new-password' } as const;
  return formPage(context, {
    ...{ title: 'changePassword', hint: 'changePasswordHint', alert },
    ...{ action: '/password', submit: 'changePassword' },
    ...(isForced && { before: html`<p>${say('mustChangePassword')}</p>` }),
    body: fields(context, [
      {
        ...{ name: 'current', label: 'currentPassword', type: 'password' },
        autocomplete: 'current-password',
      },
      { ...input, name: 'next', label: 'newPassword' },
      { ...input, name: 'again', label: 'repeatPassword' },
    ]),
  });
}

/** Asks for the set-up token and the three administrators. */
export function setUpPage(
  context: PageContext,
  { alert, typed }: Alert & { typed: Readonly<Record<string, string>> },
): string {
  const say = sayIn(context.language);
  const value = (name: string) => ({ name, value: typed[name] ?? '' });
  const people = administratorRoles.map(
    (role) => html`<fieldset><legend>${say(role)}</legend>
${fields(
  context,
  [
    { ...value(`${role}.name`), label: 'accountName', type: 'text', autocomplete: 'off' },
    { ...value(`${role}.displayName`), label: 'personName', type: 'text', autocomplete: 'off' },
    {
      ...{ name: `${role}.password`, label: 'password', type: 'password' },
      autocomplete: 'new-password',
    },
  ],
  { focus: false },
)}</fieldset>`,
  );
  return formPage(context, {
    ...{ title: 'setUpTitle', hint: 'setUpHint', alert, wide: true },
    ...{ action: '/set-up', submit: 'setUpService' },
    body: html`<p class="quiet small">${say('setUpTokenHint')}</p>${fields(context, [
      { name: 'token', label: 'setUpToken', type: 'password', autocomplete: 'off' },
    ])}<div class="people">${people}</div>`,
  });
}

/** Who is signed in, and what he may change of it. */
export function accountPage(
  context: PageContext,
  { name, displayName, roles }: { name: string; displayName: string; roles: readonly string[] },
): string {
  const say = sayIn(context.language);
  const held = roles.map((role) => say(role)).join(' · ') || say('noRoles');
  const body = html`<section class="sign-in">
<h1>${displayName}</h1>
<dl class="secret"><dt>${say('accountName')}</dt><dd>${name}</dd>
<dt>${say('roles')}</dt><dd>${held}</dd></dl>
<p><a href="/password">${say('changePassword')}</a></p>
<p><a href="/second-factor/set-up">${say('renewFactor')}</a></p>
</section>`;
  return layout(context, { title: say('account'), body });
}
