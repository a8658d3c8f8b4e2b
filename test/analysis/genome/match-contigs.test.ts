import { describe, expect, it } from 'vitest';
import { humanContigs } from '../../../fixtures/bam/tiny-bam.ts';
import { assemblyNames, chromosomeIndexOfContig } from '../../../src/analysis/genome/assembly.ts';
import { type Contig, matchContigs } from '../../../src/analysis/genome/match-contigs.ts';
import { problemOf, valueFrom } from '../../support/scan-bam.ts';

const renamed = (contigs: Contig[], name: (contig: Contig, i: number) => string) =>
  contigs.map((contig, i) => ({ ...contig, name: name(contig, i) }));

describe('matching contigs', () => {
  it.each(assemblyNames)('finds %s by name and length', (assembly) => {
    const contigs = humanContigs(assembly);
    const bare = renamed(contigs, ({ name }) => name.slice(3));
    const all = [...Array(24).keys(), -1];
    for (const listed of [contigs, bare]) {
      const match = valueFrom(matchContigs(listed));
      expect(match.assembly).toBe(assembly);
      expect([...match.chromosomeIndexes]).toEqual(all);
    }
  });

  it('knows RefSeq names', () => {
    const versions = (i: number) => (i < 9 ? `0${i + 1}` : `${i + 1}`);
    const grch38 = renamed(humanContigs('GRCh38'), (_, i) => `NC_0000${versions(i)}.11`);
    expect(valueFrom(matchContigs(grch38.slice(0, 24))).assembly).toBe('GRCh38');
    const chm13 = renamed(humanContigs('T2T-CHM13v2.0'), (_, i) => `NC_0609${i + 25}.1`);
    const indexes = valueFrom(matchContigs(chm13)).chromosomeIndexes;
    expect([...indexes]).toEqual([...Array(24).keys(), -1]);
  });

  it('takes contigs in any order and passes over those of other names', () => {
    const extra = { name: 'chr21_KI270872v1_alt', lengthBases: 82_692 };
    const listed = [extra, ...humanContigs('GRCh38').toReversed(), { ...extra, name: 'chrEBV' }];
    const { chromosomeIndexes } = valueFrom(matchContigs(listed));
    expect([...chromosomeIndexes]).toEqual([-1, -1, ...[...Array(24).keys()].reverse(), -1]);
  });

  const grch38 = humanContigs('GRCh38');
  it.each<[string, Contig[], string, RegExp]>([
    ['none', [], 'assembly-unknown', /the header lists none/],
    [
      'another species',
      [{ name: 'chr1', lengthBases: 195_471_971 }],
      'assembly-unknown',
      /chr1 of/,
    ],
    [
      'no chromosome name',
      [{ name: 'ctg1', lengthBases: 248_956_422 }],
      'assembly-unknown',
      /ctg1/,
    ],
    [
      'two assemblies',
      [...grch38.slice(0, 20), ...humanContigs('GRCh37').slice(20)],
      'assembly-mixed',
      /of GRCh38, but chr21 of 48129895 bases is of GRCh37/,
    ],
    [
      'one odd length',
      grch38.map((contig, i) => (i === 4 ? { ...contig, lengthBases: 7 } : contig)),
      'assembly-unknown',
      /chr5 of 7 bases does not have the 181538259/,
    ],
    ['a missing autosome', grch38.toSpliced(11, 1), 'assembly-unknown', /chromosome 12 .*missing/],
    ['no Y', grch38.toSpliced(23, 1), 'assembly-unknown', /chromosome Y .*missing/],
    [
      'a doubled chromosome',
      [...grch38, { ...grch38[6], name: '7' }],
      'assembly-unknown',
      /chromosome 7 .*twice/,
    ],
  ])('refuses %s', (...[, contigs, kind, detail]) => {
    const problem = problemOf(matchContigs(contigs));
    expect(problem.kind).toBe(kind);
    expect(problem.detail).toMatch(detail);
  });
});

it('takes a name for what it may mean', () => {
  const of = ['chr21', '21', 'NC_000021.9', 'NC_060945.1', 'NC_000023.11', 'chrM'];
  expect(of.map(chromosomeIndexOfContig)).toEqual([20, 20, 20, 20, 22, -1]);
});
