import { expect, it } from 'vitest';
import { lengthsOf } from '../../../src/analysis/genome/assembly.ts';
import { chromosomes } from '../../../src/analysis/genome/chromosome.ts';
import { readCountWig } from '../../../src/analysis/import/read-counter.ts';
import { binSteppedCounts } from '../../../src/analysis/import/stepped-counts.ts';
import { goodValue } from '../../support/simulated-model.ts';

const step = 1_000_000;
const wig = (prefix = 'chr') =>
  chromosomes
    .map((name, c) => {
      const rows = Array.from({ length: Math.ceil(lengthsOf('GRCh38')[c] / step) }, (_, i) => i);
      const head = `fixedStep chrom=${prefix}${name} start=1 step=${step} span=${step}`;
      return `${head}\n${rows.join('\n')}\n`;
    })
    .join('');
const lineOf = (text: string) => {
  const result = readCountWig(text);
  return result.ok ? 0 : result.problem.line;
};

it('reads readCounter’s wig of an assembly found by its lengths', () => {
  const stepped = goodValue(readCountWig(`track type=wiggle_0\n${wig()}`));
  const counts = goodValue(binSteppedCounts(stepped, { sample: 'a', binSizeBases: step }));
  expect(counts.assembly).toBe('GRCh38');
  expect(Array.from(counts.forward.subarray(0, 4))).toEqual([0, 1, 2, 3]);
  const wide = goodValue(binSteppedCounts(stepped, { sample: 'a', binSizeBases: 5 * step }));
  expect(Array.from(wide.forward.subarray(0, 2))).toEqual([10, 35]);
  expect(wide.reads.counted).toBe(counts.reads.counted);
});

it('passes over other contigs and names the line that is wrong', () => {
  expect(lineOf(`fixedStep chrom=chrM start=1 step=${step}\n5\n${wig('')}`)).toBe(0);
  expect(lineOf('5\n')).toBe(1);
  expect(lineOf(`fixedStep chrom=1 start=2 step=${step}\n`)).toBe(1);
  expect(lineOf(`fixedStep chrom=1 start=1 step=${step}\n1.5\n`)).toBe(2);
  expect(lineOf(`fixedStep chrom=1 start=1 step=${step}\nNaN\n`)).toBe(2);
  expect(lineOf(`${wig()}fixedStep chrom=1 start=1 step=${step}\n`)).toBeGreaterThan(3000);
  expect(lineOf(`${wig()}fixedStep chrom=M start=1 step=500\n`)).toBeGreaterThan(3000);
  expect(lineOf(wig().slice(0, 5000))).toBeGreaterThan(0);
});
