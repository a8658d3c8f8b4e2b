import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where the build lays the page: beside the compiled source. */
export const webFolder = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../dist/web/' : '../../web/', import.meta.url),
);

interface ShellOptions {
  readonly language: 'zh' | 'en';
  /** Lets the style sheets of this one answer pass its policy. */
  readonly nonce: string;
}

/**
 * Reads the page's document as it was built, and answers how it is told to one browser; null where
 * the page was not built.
 */
export function readShell(): ((options: ShellOptions) => string) | null {
  const file = `${webFolder}index.html`;
  if (!existsSync(file)) return null;
  const text = readFileSync(file, 'utf8');
  return ({ language, nonce }) =>
    text
      .replace('<html lang="zh-CN">', `<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">`)
      .replaceAll('%NONCE%', nonce);
}
