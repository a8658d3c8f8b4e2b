import { failure, type Result, success } from '../data-problem.ts';
import { chromosomeIndexOfContig } from '../genome/assembly.ts';
import { chromosomes } from '../genome/chromosome.ts';
import type { SteppedCounts } from './stepped-counts.ts';

/**
 * Reads a wig of counts as HMMcopy's readCounter writes it: one fixedStep declaration from base 1
 * for each chromosome, one count a line.
 *
 * Source: UCSC wiggle format, fixedStep; HMMcopy readCounter. Edge: other contigs are skipped; a
 * chromosome that is missing, twice there or does not start at 1, steps of different size, or a
 * line that is no whole count are `wig-malformed`.
 *
 * @example readCountWig('fixedStep chrom=1 start=1 step=50000\n12\n…')
 *   // { stepBases: 50000, counts: [Float64Array, …] }
 */
export function readCountWig(text: string): Result<SteppedCounts> {
  const found = new Map<number, number[]>();
  let stepBases = 0;
  let values: number[] | null = null;
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i].trim();
    if (line === '' || line.startsWith('#') || line.startsWith('track')) continue;
    if (!line.startsWith('fixedStep')) {
      if (values === null || !/^\d+(?:\.0*)?$/.test(line)) return malformed(i, 'this is no count');
      values.push(Number(line));
      continue;
    }
    const declared = declarationOf(line);
    if (declared === null) return malformed(i, 'the declaration does not start at base 1');
    if (stepBases > 0 && declared.step !== stepBases) return malformed(i, 'the step changes');
    stepBases = declared.step;
    values = [];
    if (declared.chromosomeIndex < 0) continue;
    if (found.has(declared.chromosomeIndex)) return malformed(i, 'the chromosome is there twice');
    found.set(declared.chromosomeIndex, values);
  }
  const missing = chromosomes.findIndex((_, c) => !found.has(c));
  if (missing >= 0) return malformed(lines.length - 1, `there is no ${chromosomes[missing]}`);
  const counts = chromosomes.map((_, c) => Float64Array.from(found.get(c) ?? []));
  return success({ stepBases, isEndInclusive: false, counts });
}

function declarationOf(line: string): { chromosomeIndex: number; step: number } | null {
  const fields = new Map(line.split(/\s+/).map((word) => word.split('=') as [string, string]));
  const step = Number(fields.get('step'));
  const span = Number(fields.get('span') ?? step);
  if (fields.get('start') !== '1' || !(step > 0) || span !== step) return null;
  return { chromosomeIndex: chromosomeIndexOfContig(fields.get('chrom') ?? ''), step };
}

function malformed(index: number, fault: string): Result<never> {
  const detail = `line ${index + 1}: ${fault}`;
  return failure({ kind: 'wig-malformed', detail, line: index + 1 });
}
