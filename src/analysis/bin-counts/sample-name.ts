/**
 * A sample's name: its file's base name without the endings Banyan knows.
 *
 * Names in headers are not used for this: a header may say anything, also the name of another
 * sample or a path.
 *
 * @example sampleNameOfFile('S1.bins.tsv.gz') // 'S1'
 */
export function sampleNameOfFile(baseName: string): string {
  return baseName.replace(/\.(?:bam|bins\.tsv\.gz|bins\.tsv)$/, '');
}
