import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { controlGroup } from '../../fixtures/simulate/control-group.ts';
import { createLandscape, type Landscape } from '../../fixtures/simulate/landscape.ts';
import type { SampleRecipe } from '../../fixtures/simulate/recipe.ts';
import { SeededRandom } from '../../fixtures/simulate/seeded-random.ts';
import { smoothTrack } from '../../fixtures/simulate/smooth-track.ts';
import type { AssemblyName } from '../../src/analysis/genome/assembly.ts';
import { targets } from '../../src/analysis/genome/chromosome.ts';

/** One laboratory that a model is built in and judged on: its genome, noise and control group. */
export interface Scenario {
  readonly name: string;
  readonly seed: number;
  readonly assembly: AssemblyName;
  /** Real GC and mappability from the folder of shared data, instead of synthetic ones. */
  readonly realTracks?: boolean;
  /**
   * `long`: stronger waves over megabases; `fresh`: each batch has patterns of its own, which no
   * model can have learned.
   */
  readonly noise?: 'long' | 'fresh';
  readonly controls: number;
  readonly controlReads: number;
  /** Reads of the samples judged. */
  readonly reads: number;
  /** Whether the model is told which controls were processed together. */
  readonly batchesKnown: boolean;
}

type Condition = 'unaffected' | 'T13' | 'T18' | 'T21';

/** `low`: fetal fractions of 0–4 %, where affected and unaffected overlap. */
export type StudyKind = Condition | `low ${Condition}`;

const lowPrefix = 'low ';

export function isLow(kind: StudyKind): boolean {
  return kind.startsWith(lowPrefix);
}

const sharedTracks = new URL('../../../shared/data/tracks/', import.meta.url);
const binSizeBases = 50_000;
/** Lengths (bases) and strengths of the waves of the noise `long`, over those of the simulator. */
const longWaves = [
  [2e5, 0.85],
  [6e5, 0.85],
  [2.5e6, 0.8],
  [5e6, 0.8],
  [1e7, 1.75],
  [1e7, 2.5],
] as const;
const freshWaves = [2, 4];
const studyBatch = 20;
const usualFractions = [0.02, 0.2] as const;
/** As wide as the calibration slope needs them: see there. */
const lowFractions = [0, 0.04] as const;

/** Whether a scenario can be run here: real tracks may be absent. */
export function isAvailable({ realTracks }: Scenario): boolean {
  return !realTracks || existsSync(sharedTracks);
}

/** The landscape of each batch; one for all where the noise is shared. */
export function landscapesOf(scenario: Scenario): (batch: string) => Landscape {
  const { seed, assembly, noise } = scenario;
  const tracks = scenario.realTracks && { tracks: realTracks(assembly) };
  const landscape = createLandscape({ assembly, binSizeBases, seed, ...tracks });
  if (noise === 'long') {
    const waves = longWaves.map(([length, strength], k) =>
      smoothTrack(new SeededRandom(seed, `long-wave-${k}`), landscape.grid, length).map(
        (value) => strength * value,
      ),
    );
    return () => ({ ...landscape, waves });
  }
  if (noise !== 'fresh') return () => landscape;
  const known = new Map<string, Landscape>();
  return (batch) => {
    const own = known.get(batch) ?? withFreshWaves(landscape, batch);
    known.clear();
    known.set(batch, own);
    return own;
  };
}

/** The control group's recipes. */
export function controlsOf({ controls, controlReads, seed }: Scenario): SampleRecipe[] {
  return controlGroup({ count: controls, seed: seed + 1, reads: controlReads });
}

/** Samples to judge: batches of 20 unseen, both sexes, fetal fractions uniform over their range. */
export function cohortOf(scenario: Scenario, kind: StudyKind, count: number): SampleRecipe[] {
  const random = new SeededRandom(scenario.seed, `study/${scenario.reads}/${kind}`);
  const condition = isLow(kind) ? kind.slice(lowPrefix.length) : kind;
  const target = targets.find((entry) => entry.target === condition);
  const [least, most] = isLow(kind) ? lowFractions : usualFractions;
  return Array.from({ length: count }, (_, i) => ({
    name: `${kind}-${i + 1}`,
    seed: random.uint32(),
    batch: `study-${kind}-${Math.floor(i / studyBatch)}`,
    fetalSex: i % 2 === 0 ? ('female' as const) : ('male' as const),
    fetalFraction: least + (most - least) * random.uniform(),
    reads: scenario.reads,
    ...(target && { trisomies: [{ chromosome: target.chromosome }] }),
  }));
}

function realTracks(assembly: AssemblyName): { gc: string; mappability: string } {
  const name = assembly === 'GRCh37' ? 'hg19' : 'hg38';
  const read = (track: string) =>
    gunzipSync(readFileSync(new URL(`${track}_${name}_10kb.wig.gz`, sharedTracks))).toString();
  return { gc: read('gc'), mappability: read('map') };
}

function withFreshWaves(landscape: Landscape, batch: string): Landscape {
  const random = new SeededRandom(landscape.seed, `fresh/${batch}`);
  const lengths = [6e5, 2.5e6];
  const waves = [...landscape.waves];
  freshWaves.forEach((k, i) => {
    waves[k] = smoothTrack(random, landscape.grid, lengths[i]);
  });
  return { ...landscape, waves };
}
