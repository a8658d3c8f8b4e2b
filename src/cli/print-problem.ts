import type { DataProblem } from '../analysis/data-problem.ts';
import { dataProblemCatalogue } from '../analysis/data-problem-catalogue.ts';

/** Prints the one line on standard error that names file, place and remedy. */
export function printProblem(file: string, problem: DataProblem): void {
  process.stderr.write(`${problemLine(file, problem)}\n`);
}

/**
 * A problem in one line.
 *
 * @example problemLine('a.bam', { kind: 'file-empty', detail: 'the file holds no byte' })
 * // 'banyan: a.bam: the file holds no byte; copy it again from its source'
 */
export function problemLine(file: string, { kind, detail }: DataProblem): string {
  return oneLine(`banyan: ${file}: ${detail}; ${dataProblemCatalogue[kind].remedy}`);
}

/** Names out of a file may hold anything: control characters must not reach a terminal. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}/gu, '?');
}
