import { join } from 'node:path';
import { autosomeCount } from '../../src/analysis/genome/chromosome.ts';
import { chiSquaredFactors } from '../../src/analysis/normalise/chi-squared.ts';
import { gcBinWeights } from '../../src/analysis/normalise/gc-bin-weight.ts';
import { gcLoessFactors } from '../../src/analysis/normalise/gc-loess.ts';
import { addStrands, nipterGrid, readAutosomalBins, readStrands, type Strands } from './nipter.ts';
import { sharedFolder } from './peers.ts';

export const nipterStates = ['uncorrected', 'loess', 'bin_weight', 'loess_chi'] as const;
export type NipterState = (typeof nipterStates)[number];
export type NipterSamples = Record<NipterState, Map<string, Strands>>;

/** The folder beside the repository, `''` where it is absent, and the golden answers in it. */
export const shared = sharedFolder() ?? '';
export const golden = join(shared, 'golden/nipter');

export const controlNames = Array.from(
  { length: 40 },
  (_, i) => `control-${String(i + 1).padStart(2, '0')}`,
);
export const sampleNames = ['trisomy-21', ...controlNames];

/** 1 for the bins of autosomes. */
export const autosomalBins = new Uint8Array(nipterGrid.binCount).fill(
  1,
  0,
  nipterGrid.chromosomeStarts[autosomeCount],
);

/** The sample and its controls in all four states of correction, strands apart. */
export function correctAll(): NipterSamples {
  const gcPercent = readAutosomalBins(join(golden, 'gc_percent_hg19_50kb.tsv.gz'));
  const states: NipterSamples = {
    uncorrected: new Map(),
    loess: new Map(),
    bin_weight: new Map(),
    loess_chi: new Map(),
  };
  for (const name of sampleNames) {
    const folder = name.startsWith('control')
      ? join(golden, 'counts')
      : join(shared, 'data/nipter');
    const strands = readStrands(join(folder, `${name}.bins.tsv.gz`));
    states.uncorrected.set(name, strands);
    states.loess.set(name, correctByLoess(strands, gcPercent));
    const options = { counts: addStrands(strands), gc: gcPercent, use: autosomalBins };
    states.bin_weight.set(name, scale(strands, gcBinWeights({ ...options, classesPerUnit: 10 })));
  }
  const controls = controlNames.map((name) => addStrands(strandsOf(states.loess, name)));
  const factors = chiSquaredFactors({ controls, use: autosomalBins });
  for (const [name, strands] of states.loess) states.loess_chi.set(name, scale(strands, factors));
  return states;
}

export function correctByLoess(strands: Strands, gcPercent: Float64Array): Strands {
  const options = { counts: addStrands(strands), gc: gcPercent, use: autosomalBins };
  return scale(strands, gcLoessFactors(options));
}

export function strandsOf(samples: ReadonlyMap<string, Strands>, name: string): Strands {
  const strands = samples.get(name);
  if (strands === undefined) throw new Error(`${name} is not read`);
  return strands;
}

function scale({ forward, reverse }: Strands, factors: Float64Array): Strands {
  const by = (strand: Float64Array) => strand.map((count, i) => count * factors[i]);
  return { forward: by(forward), reverse: by(reverse) };
}
