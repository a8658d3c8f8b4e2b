import type { DataProblem } from '../data-problem.ts';

/** First bytes that suffice to tell a SAM line, a CRAM or a plain gzip from each other. */
export const formatSniffSize = 1024;

/**
 * Names what a file is that does not begin as BGZF does.
 *
 * Edge: whatever is not SAM, CRAM or gzip is only said not to be a BAM.
 *
 * @example recogniseFormat(new TextEncoder().encode('@HD\tVN:1.6\n')).kind // 'bam-is-sam'
 */
export function recogniseFormat(firstBytes: Uint8Array): DataProblem {
  const text = String.fromCharCode(...firstBytes.subarray(0, formatSniffSize));
  if (text.startsWith('CRAM')) {
    return { kind: 'bam-is-cram', detail: 'the file is a CRAM', byteOffset: 0 };
  }
  if (isSamText(text)) {
    return { kind: 'bam-is-sam', detail: 'the file is SAM text', byteOffset: 0 };
  }
  return { kind: 'bam-not-bam', detail: notBamDetail(text), byteOffset: 0 };
}

/** Whether a text begins with a SAM header line or an alignment line (11 columns, flag second). */
export function isSamText(text: string): boolean {
  return /^@(?:HD|SQ|RG|PG|CO)\t/.test(text) || /^[!-?A-~]{1,254}\t\d{1,5}\t\S+\t\d+\t/.test(text);
}

function notBamDetail(text: string): string {
  if (text.startsWith('\x1f\x8b')) return 'the file is gzip without BGZF blocks';
  if (text.startsWith('BAM\x01')) return 'the file is a BAM without its BGZF compression';
  return 'the file does not begin with a BGZF block';
}
