/** Texts in both languages: a table without one of them does not compile. */
export type Words = Readonly<Record<string, readonly [zh: string, en: string]>>;
