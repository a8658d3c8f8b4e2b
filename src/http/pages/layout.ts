import { type Html, html } from './html.ts';
import type { Language } from './language.ts';
import { sayIn } from './messages.ts';

/** Who looks at a page, and how. */
export interface PageContext {
  readonly language: Language;
  /** Path without query: where the language links lead. */
  readonly path: string;
  /** Nobody on the sign-in page. */
  readonly user: { readonly name: string; readonly roles: readonly string[] } | null;
}

interface LayoutOptions {
  readonly title: string;
  readonly body: Html;
  /** Loads the page anew after so many seconds; only while work goes on. */
  readonly refreshSeconds?: number;
}

/** The frame of every page: banner, head, language, and who is signed in. */
export function layout(
  context: PageContext,
  { title, body, refreshSeconds }: LayoutOptions,
): string {
  const say = sayIn(context.language);
  return html`<!doctype html>
<html lang="${context.language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${refreshSeconds !== undefined && html`<meta http-equiv="refresh" content="${refreshSeconds}">`}
<title>${title} · Banyan</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css">
</head>
<body>
<p class="banner" role="note">${say('banner')}</p>
<header class="top"><div class="inner">
<a class="brand" href="/">Banyan <span lang="zh">榕</span></a>
<nav>${languageLink(context)}${context.user && signOut(context, context.user)}</nav>
</div></header>
<main>${body}</main>
</body>
</html>
`.html;
}

function languageLink({ language, path }: PageContext): Html {
  return language === 'zh'
    ? html`<a lang="en" hreflang="en" href="${path}?lang=en">English</a>`
    : html`<a lang="zh-CN" hreflang="zh" href="${path}?lang=zh">中文</a>`;
}

function signOut({ language }: PageContext, user: NonNullable<PageContext['user']>): Html {
  const say = sayIn(language);
  const roles = user.roles.map((role) => ` · ${say(role)}`);
  return html`<a class="user" href="/account">${user.name}${roles}</a>
<form method="post" action="/sign-out"><button class="plain">${say('signOut')}</button></form>`;
}
