const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

/** A thread entry, beside this file's own tree: `.ts` from the source, `.js` from `dist/`. */
export function workerEntry(name: string): URL {
  return new URL(`../../workers/${name}${extension}`, import.meta.url);
}
