export type Language = 'zh' | 'en';

/** The language the service chose for this page and wrote on its first tag. */
export function pageLanguage(): Language {
  return document.documentElement.lang.startsWith('zh') ? 'zh' : 'en';
}

/** Asks for the same page in the other language; what was typed is kept as drafts. */
export function switchLanguage(language: Language): void {
  const address = new URL(location.href);
  address.searchParams.set('lang', language);
  location.assign(address);
}
