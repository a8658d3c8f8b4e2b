import { spawnSync } from 'node:child_process';

/** The text of a PDF as poppler reads it, without white space: where lines break is layout. */
export function textOfPdf(pdf: Buffer): string {
  const read = spawnSync('pdftotext', ['-enc', 'UTF-8', '-', '-'], { input: pdf });
  if (read.status !== 0) throw new Error(`pdftotext: ${read.stderr.toString()}`);
  return read.stdout.toString().replaceAll(/[\s\u200b]/g, '');
}
