import type { ReactNode } from 'react';
import { useActivity } from '../api/use-activity.ts';
import { mayIn, useSession } from '../api/use-session.ts';
import { switchLanguage } from '../i18n/language.ts';
import { useSay } from '../i18n/say.ts';
import { forgetDrafts } from '../parts/use-draft.ts';
import { Link, usePath } from './navigation.tsx';
import { findRoute } from './routes.ts';
import { sections } from './sections.ts';
import { SessionEndNotice } from './session-end-notice.tsx';

/** What stands around every page: banner, sections, language, and who is signed in. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const say = useSay();
  useActivity();
  return (
    <>
      <a className="skip" href="#content">
        {say('skipToContent')}
      </a>
      <header className="top">
        <p className="banner">{say('validationBanner')}</p>
        <div className="inner">
          <Link className="brand" href="/">
            Banyan <span lang="zh">榕</span>
          </Link>
          <Sections />
          <LanguageSwitch />
          <Account />
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <SessionEndNotice />
    </>
  );
}

function Sections() {
  const say = useSay();
  const session = useSession();
  const page = findRoute(usePath())?.page;
  const open = sections.filter(({ permissions }) =>
    permissions.some((each) => mayIn(session, each)),
  );
  return (
    <nav className="sections" aria-label={say('mainNavigation')}>
      {open.map(({ href, title, pages }) => {
        const isHere = pages.some((name) => name === page);
        return (
          <Link key={href} href={href} {...(isHere && { 'aria-current': 'page' })}>
            {say(title)}
          </Link>
        );
      })}
    </nav>
  );
}

function LanguageSwitch() {
  const isChinese = useSay().language === 'zh';
  return (
    <button
      type="button"
      className="plain"
      lang={isChinese ? 'en' : 'zh-CN'}
      onClick={() => switchLanguage(isChinese ? 'en' : 'zh')}
    >
      {isChinese ? 'English' : '中文'}
    </button>
  );
}

function Account() {
  const say = useSay();
  const session = useSession();
  const roles = session?.roles.map((role) => say.code(role)).join(' · ');
  return (
    <>
      <a className="user" href="/account" title={say('account')}>
        {session?.displayName} <small>{roles}</small>
      </a>
      <form method="post" action="/sign-out" onSubmit={forgetDrafts}>
        <button className="plain" type="submit">
          {say('signOut')}
        </button>
      </form>
    </>
  );
}
