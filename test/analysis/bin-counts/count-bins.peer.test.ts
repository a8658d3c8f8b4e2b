import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BamFile } from '@gmod/bam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLandscape } from '../../../fixtures/simulate/landscape.ts';
import { writeBam } from '../../../fixtures/simulate/simulate-bam.ts';
import type { BinTally } from '../../../src/analysis/bin-counts/bin-tally.ts';
import { lengthsOf } from '../../../src/analysis/genome/assembly.ts';
import { createBinGrid } from '../../../src/analysis/genome/bin-grid.ts';
import { chromosomes } from '../../../src/analysis/genome/chromosome.ts';
import { hasTool, peerDescribe } from '../../support/peers.ts';
import { countBam, valueFrom } from '../../support/scan-bam.ts';

const binSizeBases = 50_000;
const grid = createBinGrid('GRCh38', binSizeBases);
const folder = mkdtempSync(join(tmpdir(), 'banyan-peer-'));
const bam = { single: join(folder, 'single.bam'), paired: join(folder, 'paired.bam') };
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const kinds = ['single', 'paired'] as const;
const pairFilter = ['-f', '2', '-e', 'pos < mpos || (pos == mpos && flag.read1)'];
const firstMateIsReverse = '((flag.read1 && flag.reverse) || (flag.read2 && flag.mreverse))';
const filterOf = (kind: (typeof kinds)[number]) => (kind === 'paired' ? pairFilter : []);

beforeAll(() => {
  const landscape = createLandscape({ assembly: 'GRCh38', binSizeBases, seed: 2 });
  for (const kind of kinds) {
    const recipe = {
      ...({ name: kind, seed: 11, reads: 40_000, fetalSex: 'male', fetalFraction: 0.1 } as const),
      ...{ duplicateFraction: 0.05, unmappedFraction: 0.03, lowMappingQualityFraction: 0.05 },
    };
    writeBam({ recipe: { ...recipe, paired: kind === 'paired' }, landscape, path: bam[kind] });
  }
});

/** Per bin, what samtools prints under the filters, placed on floor((POS − 1) / bin size). */
function samtoolsBins(file: string, filters: readonly string[]): Uint32Array {
  const bins = new Uint32Array(grid.binCount);
  const view = spawnSync('samtools', ['view', ...filters, file], {
    ...{ encoding: 'utf8', maxBuffer: 1 << 28 },
  });
  for (const line of view.stdout.split('\n').slice(0, -1)) {
    const [, , contig, position] = line.split('\t', 4);
    const c = (chromosomes as readonly string[]).indexOf(contig.replace('chr', ''));
    if (c >= 0)
      bins[grid.chromosomeStarts[c] + Math.floor((Number(position) - 1) / binSizeBases)]++;
  }
  return bins;
}

const both = ({ forward, reverse }: BinTally) => forward.map((count, i) => count + reverse[i]);
const sum = (counts: Uint32Array) => counts.reduce((a, b) => a + b, 0);

peerDescribe('bins of simulated BAMs', { what: 'samtools', present: hasTool('samtools') }, () => {
  describe.each(kinds)('%s-end', (kind) => {
    it.each([
      ['flag', 1, '0xF04'],
      ['keep', 0, '0xB04'],
      ['flag', 30, '0xF04'],
    ] as const)(
      'equal those of samtools: duplicates %s, quality %i',
      (duplicates, quality, drop) => {
        const bytes = readFileSync(bam[kind]);
        const tally = valueFrom(countBam(bytes, { duplicates, mappingQualityMin: quality }));
        const filters = ['-F', drop, '-q', `${quality}`, ...filterOf(kind)];
        const expected = samtoolsBins(bam[kind], filters);
        expect(sum(expected)).toBeGreaterThan(20_000);
        expect(both(tally)).toEqual(expected);
        expect(tally.reads.counted).toBe(sum(expected));
      },
    );

    it('have the strand of samtools', () => {
      const { forward, reverse } = valueFrom(countBam(readFileSync(bam[kind])));
      const filters = ['-F', '0xF04', '-q', '1', ...filterOf(kind).slice(0, 2)];
      const isCounted = kind === 'paired' ? `(${pairFilter[3]}) && ` : '';
      const isReverse = kind === 'paired' ? firstMateIsReverse : 'flag.reverse';
      const on = (strand: string) => [...filters, '-e', `${isCounted}${strand}`];
      expect(reverse).toEqual(samtoolsBins(bam[kind], on(isReverse)));
      expect(forward).toEqual(samtoolsBins(bam[kind], on(`!(${isReverse})`)));
    });

    it('hold every class of read', () => {
      const { reads } = valueFrom(countBam(readFileSync(bam[kind])));
      const { improperPair, secondMate, ...common } = reads;
      for (const count of Object.values(common)) expect(count).toBeGreaterThan(0);
      expect(improperPair > 0).toBe(kind === 'paired');
      expect(secondMate > 0).toBe(kind === 'paired');
      const total = spawnSync('samtools', ['view', '-c', bam[kind]], { encoding: 'utf8' }).stdout;
      expect(reads.total).toBe(Number(total));
    });

    it('equal an independent count through @gmod/bam', async () => {
      expect(spawnSync('samtools', ['index', bam[kind]]).status).toBe(0);
      const tally = valueFrom(countBam(readFileSync(bam[kind])));
      expect(both(tally)).toEqual(await gmodBins(bam[kind]));
    });
  });
});

async function gmodBins(file: string): Promise<Uint32Array> {
  const bins = new Uint32Array(grid.binCount);
  const reader = new BamFile({ bamPath: file });
  await reader.getHeader();
  for (const [c, name] of chromosomes.entries()) {
    const length = lengthsOf('GRCh38')[c];
    for (const read of await reader.getRecordsForRange(`chr${name}`, 0, length)) {
      if ((read.flags & 0xf04) !== 0 || (read.score ?? 255) < 1) continue;
      const { start, next_pos: mate } = read;
      const isFirst = (read.flags & 0x40) !== 0;
      const isCounted = (read.flags & 2) !== 0 && (start < mate || (start === mate && isFirst));
      if ((read.flags & 1) !== 0 && !isCounted) continue;
      bins[grid.chromosomeStarts[c] + Math.floor(start / binSizeBases)]++;
    }
  }
  return bins;
}
