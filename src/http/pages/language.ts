export type Language = 'zh' | 'en';

interface LanguageWishes {
  readonly query?: string;
  readonly cookie?: string;
  /** The Accept-Language header. */
  readonly header?: string;
}

/** The page's language: asked for now, remembered, preferred by the browser, or Chinese. */
export function chooseLanguage({ query, cookie, header }: LanguageWishes): Language {
  return (
    known(query) ??
    known(cookie) ??
    header
      ?.split(',')
      .map(known)
      .find((language) => language !== undefined) ??
    'zh'
  );
}

function known(wish: string | undefined): Language | undefined {
  const primary = wish?.trim().slice(0, 2).toLowerCase();
  return primary === 'zh' || primary === 'en' ? primary : undefined;
}
