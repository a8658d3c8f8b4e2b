import type { BinCounts } from '../bin-counts/bin-counts.ts';
import { failure, type Result, success } from '../data-problem.ts';
import { type AssemblyName, assemblyNames, lengthsOf } from '../genome/assembly.ts';
import { createBinGrid } from '../genome/bin-grid.ts';
import { chromosomes } from '../genome/chromosome.ts';

/** Reads in steps of one size along 1–22, X and Y, as another program counted them. */
export interface SteppedCounts {
  readonly stepBases: number;
  /** Whether a chromosome that ends on a step's end has one (empty) step more. */
  readonly isEndInclusive: boolean;
  /** One array a chromosome, in order. */
  readonly counts: readonly Float64Array[];
}

interface ImportOptions {
  readonly sample: string;
  readonly binSizeBases: number;
  /** Found by the number of steps if absent. */
  readonly assembly?: AssemblyName;
}

/**
 * Adds steps up to bins: 5 kb to 50 kb without loss.
 *
 *   bin = floor(step × stepBases / binSizeBases)
 *
 * The assembly is the one whose 24 lengths give the numbers of steps found. Strands and GC were not
 * kept by the writer: all reads stand as forward, and GC is unknown.
 *
 * Source: WISECONDOR and HMMcopy write steps of one width. Shape: steps in, bins of the grid out.
 * Unit: reads.
 * Edge: steps that do not divide the bin are `sources-differ`; numbers of steps of no or another
 * assembly `assembly-unknown`; counts that are no whole numbers `npz-malformed`; no read
 * `no-usable-reads`.
 *
 * @example binSteppedCounts({ stepBases: 5000, isEndInclusive: true, counts }, { sample: 'a',
 *   binSizeBases: 50_000 }) // ten steps a bin
 */
export function binSteppedCounts(
  stepped: SteppedCounts,
  { sample, binSizeBases, assembly: stated }: ImportOptions,
): Result<BinCounts> {
  const { stepBases, counts } = stepped;
  if (!(stepBases > 0) || binSizeBases % stepBases !== 0) {
    const detail = `steps of ${stepBases} bases do not make bins of ${binSizeBases}`;
    return failure({ kind: 'sources-differ', detail });
  }
  const candidates = stated === undefined ? assemblyNames : [stated];
  const assembly = candidates.find((name) => fits(stepped, name));
  if (assembly === undefined) return failure(unknownAssembly(stepped, stated));
  const grid = createBinGrid(assembly, binSizeBases);
  const forward = new Uint32Array(grid.binCount);
  let counted = 0;
  for (let c = 0; c < chromosomes.length; c++) {
    for (let step = 0; step < counts[c].length; step++) {
      const count = counts[c][step];
      if (count === 0) continue;
      const bin = grid.chromosomeStarts[c] + Math.floor((step * stepBases) / binSizeBases);
      if (!(Number.isInteger(count) && count > 0) || bin >= grid.chromosomeStarts[c + 1]) {
        return failure(badCount(chromosomes[c], step, count));
      }
      forward[bin] += count;
      counted += count;
    }
  }
  if (counted === 0) return failure({ kind: 'no-usable-reads', detail: 'the file counts no read' });
  return success({
    ...{ sample, assembly, binSizeBases, reads: { counted }, gcFraction: null, source: null },
    ...{ forward, reverse: new Uint32Array(grid.binCount) },
    gc: new Float64Array(grid.binCount).fill(Number.NaN),
  });
}

function stepsOf(name: AssemblyName, { stepBases, isEndInclusive }: SteppedCounts): number[] {
  return lengthsOf(name).map((length) =>
    isEndInclusive ? Math.floor(length / stepBases) + 1 : Math.ceil(length / stepBases),
  );
}

function fits(stepped: SteppedCounts, name: AssemblyName): boolean {
  return stepsOf(name, stepped).every((steps, c) => stepped.counts[c].length === steps);
}

function unknownAssembly(stepped: SteppedCounts, stated: AssemblyName | undefined) {
  const [first] = stepped.counts;
  const of = stated === undefined ? 'no assembly Banyan knows' : stated;
  const detail = `chromosome 1 has ${first.length} steps of ${stepped.stepBases} bases, as in ${of}`;
  const other = stated === undefined ? detail : detail.replace('as in', 'not as in');
  return { kind: 'assembly-unknown', detail: other } as const;
}

function badCount(chromosome: string, step: number, count: number) {
  const detail = `step ${step + 1} of chromosome ${chromosome} holds ${count}, no count of reads there`;
  return { kind: 'npz-malformed', detail } as const;
}
