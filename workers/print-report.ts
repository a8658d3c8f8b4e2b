import { failure, type Result, success } from '../src/analysis/data-problem.ts';
import { pageCompiler } from './page-compiler.ts';

/** Set one page: the layout's source, and everything it says as JSON. */
export interface PrintReportTask {
  readonly layout: string;
  readonly data: string;
  /** Font files, read once a thread. */
  readonly fonts: readonly string[];
  /** The time the PDF says it was made at, seconds since 1970: the same again gives the same. */
  readonly createdAt: number;
}

/** Pages for which what one page computed is kept. */
const cacheGenerations = 10;

/** The thread entry: a PDF/A-2b, or the character no font has a glyph for. */
export default function printReport(task: PrintReportTask): Result<Uint8Array> {
  const compiler = pageCompiler(task.fonts);
  const compiled = compiler.compile({
    mainFileContent: task.layout,
    inputs: { data: task.data },
  });
  if (!compiled.result) throw new Error("the page's layout does not compile");
  try {
    const options = { pdfStandard: 'a-2b', creationTimestamp: task.createdAt };
    return success(new Uint8Array(compiler.pdf(compiled.result, options)));
  } catch (error) {
    // The error quotes what it could not set, which may be somebody's name: one character leaves.
    const [missing] = /(?<=the text \\?").+?(?=\\?" could not be)/su.exec(String(error)) ?? [];
    if (missing === undefined) throw new Error('the page is no PDF/A-2b', { cause: typeof error });
    const [character] = missing;
    const code = character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
    const detail = `no font has the character ${character} (U+${code})`;
    return failure({ kind: 'glyph-missing', detail });
  } finally {
    compiler.evictCache(cacheGenerations);
  }
}
