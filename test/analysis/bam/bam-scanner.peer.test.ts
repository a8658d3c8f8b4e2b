import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { expect, it } from 'vitest';
import { type ReadFilterOptions, readClassNames } from '../../../src/analysis/bam/read-filter.ts';
import { binRange, createBinGrid } from '../../../src/analysis/genome/bin-grid.ts';
import { hasTool, peerDescribe } from '../../support/peers.ts';
import { contigIndexOf } from '../../support/plain-reader/bam-record.ts';
import { countedClass, createReadFilter } from '../../support/plain-reader/read-filter.ts';
import { countBam, problemOf, scanBam } from '../../support/scan-bam.ts';

const run = (command: string, words: string[]) =>
  spawnSync(command, words, { encoding: 'utf8', maxBuffer: 1 << 28 });
const samtools = (...words: string[]) => run('samtools', words).stdout;

const packaged = run('dpkg', ['-L', 'htslib-test', 'samtools-test'])
  .stdout?.split('\n')
  .filter((file) => file.endsWith('.bam'));
const accepted = (packaged ?? []).filter(
  (file) => run('samtools', ['quickcheck', file]).status === 0,
);
const rejected = (packaged ?? []).filter((file) => !accepted.includes(file));

/** Fragments once: single reads, and of proper pairs the mate that counts. */
const countedOnly =
  '!flag.paired || (flag.proper_pair && (pos < mpos || (pos == mpos && flag.read1)))';

/** Counts by contig name (`*` for none) as the decoder and the filter see them, and the classes. */
function decode(file: string, options: ReadFilterOptions) {
  const classOf = createReadFilter(options);
  const perContig: Record<string, number> = {};
  const perClass = new Array<number>(readClassNames.length).fill(0);
  const problem = scanBam(readFileSync(file), 'any', (contigs, bytes, record) => {
    const readClass = classOf(bytes, record);
    perClass[readClass]++;
    if (readClass !== countedClass) return;
    const name = contigs[contigIndexOf(bytes, record)]?.name ?? '*';
    perContig[name] = (perContig[name] ?? 0) + 1;
  });
  return { problem, perContig, perClass };
}

function tally(names: string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

peerDescribe(
  'the BAMs of htslib-test and samtools-test',
  {
    what: 'samtools, htslib-test and samtools-test',
    present: hasTool('samtools') && accepted.length > 0,
  },
  () => {
    it('are enough to compare', () => expect(accepted.length).toBeGreaterThanOrEqual(25));

    it.each(accepted)('%s: counts as samtools does', (file) => {
      for (const mappingQualityMin of [0, 1, 30]) {
        for (const [duplicates, dropped] of [
          ['flag', '0xF04'],
          ['keep', '0xB04'],
        ] as const) {
          const filters = ['-F', dropped, '-q', `${mappingQualityMin}`, '-e', countedOnly, file];
          const { problem, perContig, perClass } = decode(file, { mappingQualityMin, duplicates });
          const lines = samtools('view', ...filters)
            .split('\n')
            .slice(0, -1);
          expect(problem).toBeUndefined();
          expect(perContig).toEqual(tally(lines.map((line) => line.split('\t')[2])));
          expect(perClass[countedClass]).toBe(lines.length);
        }
      }
    });

    it.each(accepted)('%s: classes as samtools does', (file) => {
      const { perClass } = decode(file, { mappingQualityMin: 1, duplicates: 'flag' });
      const count = (...filters: string[]) => Number(samtools('view', '-c', ...filters, file));
      expect(perClass.reduce((a, b) => a + b)).toBe(count());
      expect(perClass.slice(0, 8)).toEqual([
        count('-f', '0x4'),
        count('-f', '0x100', '-F', '0x4'),
        count('-f', '0x800', '-F', '0x104'),
        count('-f', '0x200', '-F', '0x904'),
        count('-f', '0x400', '-F', '0xB04'),
        count('-F', '0xF04', '-e', 'mapq < 1'),
        count('-F', '0xF06', '-f', '0x1', '-q', '1'),
        count('-F', '0xF04', '-f', '0x3', '-q', '1', '-e', `!(${countedOnly})`),
      ]);
    });

    it.each(accepted)('%s: order is judged by its positions', (file) => {
      const ranks = new Map<string, number>([['*', Number.MAX_SAFE_INTEGER]]);
      for (const [, name] of samtools('view', '-H', file).matchAll(/^@SQ.*?\tSN:(\S+)/gm)) {
        ranks.set(name, ranks.size);
      }
      const places = samtools('view', file)
        .split('\n')
        .slice(0, -1)
        .map((line) => {
          const [, , contig, position] = line.split('\t');
          return [ranks.get(contig) ?? -1, Number(position)];
        });
      const isSorted = places.every(([rank, position], i) => {
        const [rankBefore, positionBefore] = places[i - 1] ?? [-1, 0];
        return rank > rankBefore || (rank === rankBefore && position >= positionBefore);
      });
      const kind = scanBam(readFileSync(file), 'coordinate', () => undefined)?.kind;
      expect(kind).toBe(isSorted ? undefined : 'bam-unsorted');
    });

    const verdicts: string[] = [];
    it.each(accepted)('%s: is counted per chromosome, or refused by name', (file) => {
      const result = countBam(readFileSync(file));
      verdicts.push(result.ok ? 'counted' : result.problem.kind);
      const contigs = [...samtools('view', '-H', file).matchAll(/^@SQ.*?\tSN:(\S+)/gm)];
      const isHuman =
        contigs.filter(([, name]) => /^(?:chr)?[\dXY]{1,2}$/.test(name)).length === 24;
      if (!isHuman) return expect(problemOf(result).kind).toBe('assembly-unknown');
      const names = contigs.slice(0, 24).map(([, name]) => name);
      const { perContig } = decode(file, { mappingQualityMin: 1, duplicates: 'flag' });
      const counts = names.map((name) => perContig[name] ?? 0);
      if (!result.ok) {
        expect(result.problem.kind).toBe('no-usable-reads');
        return expect(counts).toEqual(new Array(24).fill(0));
      }
      const { forward, reverse, assembly, binSizeBases } = result.value;
      const grid = createBinGrid(assembly, binSizeBases);
      const perChromosome = names.map((_, c) => {
        const { start, end } = binRange(grid, c);
        const bins = [...forward.subarray(start, end), ...reverse.subarray(start, end)];
        return bins.reduce((a, b) => a + b);
      });
      expect(perChromosome).toEqual(counts);
    });

    it('holds human ones and others', () => {
      expect(new Set(verdicts)).toEqual(
        new Set(['counted', 'no-usable-reads', 'assembly-unknown']),
      );
    });

    it.each(rejected)('%s: is refused by name as quickcheck does', (file) => {
      const isComplete = basename(file).match(/notargets|unmap/);
      const problem = isComplete
        ? problemOf(countBam(readFileSync(file)))
        : decode(file, { mappingQualityMin: 0, duplicates: 'keep' }).problem;
      expect(problem?.kind).toMatch(/^(?:bam-|assembly-)/);
    });
  },
);
