import { type DataProblem, failure, type Result, success } from '../data-problem.ts';
import {
  type AssemblyName,
  assemblyNames,
  chromosomeIndexOfContig,
  lengthsOf,
} from './assembly.ts';
import { chromosomes } from './chromosome.ts';

/** A reference sequence as a BAM's header lists it. */
export interface Contig {
  readonly name: string;
  readonly lengthBases: number;
}

/** What a BAM's contigs mean. */
export interface ContigMatch {
  readonly assembly: AssemblyName;
  /** Per contig: its index in `chromosomes`, or -1 for every other contig. */
  readonly chromosomeIndexes: Int8Array;
}

/**
 * Finds the assembly whose 24 chromosomes a BAM lists, by name and length together.
 *
 * Every contig named as 1–22, X or Y must have that chromosome's length in one and the same
 * assembly, and all 24 must be there once: a reference without Y (or with another Y) moves reads
 * between the chromosomes, so a model of the whole assembly would not fit it.
 *
 * Edge: no such name, a length of no assembly, or a missing or doubled chromosome is
 * `assembly-unknown`; lengths of several assemblies are `assembly-mixed`.
 */
export function matchContigs(contigs: readonly Contig[]): Result<ContigMatch> {
  const chromosomeIndexes = Int8Array.from(contigs, ({ name }) => chromosomeIndexOfContig(name));
  const fits = contigs.flatMap((contig, i) => {
    const chromosomeIndex = chromosomeIndexes[i];
    if (chromosomeIndex < 0) return [];
    return [{ contig, chromosomeIndex, assembly: assemblyOf(contig, chromosomeIndex) }];
  });
  const assembly = fits.find((fit) => fit.assembly !== undefined)?.assembly;
  if (assembly === undefined) return failure(unknownAssembly(contigs));
  const odd = fits.find((fit) => fit.assembly !== assembly);
  if (odd) return failure(oddContig(assembly, odd));
  const problem = completeness(
    assembly,
    fits.map((fit) => fit.chromosomeIndex),
  );
  return problem ? failure(problem) : success({ assembly, chromosomeIndexes });
}

function assemblyOf(contig: Contig, chromosomeIndex: number): AssemblyName | undefined {
  return assemblyNames.find((name) => lengthsOf(name)[chromosomeIndex] === contig.lengthBases);
}

function unknownAssembly(contigs: readonly Contig[]): DataProblem {
  const [first] = contigs;
  const found = first ? `the first is ${inWords(first)}` : 'the header lists none';
  const detail = `no contig has name and length of a human chromosome (${found})`;
  return { kind: 'assembly-unknown', detail };
}

interface Fit {
  readonly contig: Contig;
  readonly chromosomeIndex: number;
  readonly assembly: AssemblyName | undefined;
}

function oddContig(
  expected: AssemblyName,
  { contig, chromosomeIndex, assembly }: Fit,
): DataProblem {
  if (assembly !== undefined) {
    const detail = `some contigs are of ${expected}, but ${inWords(contig)} is of ${assembly}`;
    return { kind: 'assembly-mixed', detail };
  }
  const length = lengthsOf(expected)[chromosomeIndex];
  const detail = `contig ${inWords(contig)} does not have the ${length} bases it has in ${expected}`;
  return { kind: 'assembly-unknown', detail };
}

function completeness(assembly: AssemblyName, indexes: readonly number[]): DataProblem | undefined {
  const missing = chromosomes.findIndex((_, i) => !indexes.includes(i));
  if (missing >= 0) {
    const detail = `chromosome ${chromosomes[missing]} of ${assembly} is missing from the contigs`;
    return { kind: 'assembly-unknown', detail };
  }
  const doubled = indexes.find((index, i) => indexes.indexOf(index) !== i);
  if (doubled === undefined) return undefined;
  const detail = `chromosome ${chromosomes[doubled]} of ${assembly} stands twice among the contigs`;
  return { kind: 'assembly-unknown', detail };
}

function inWords({ name, lengthBases }: Contig): string {
  return `${name.slice(0, 60)} of ${lengthBases} bases`;
}
