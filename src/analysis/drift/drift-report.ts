import type { AnalysisResult } from '../analysis-result.ts';
import { autosomeCount, chromosomes } from '../genome/chromosome.ts';
import { type ChartPoint, controlChart } from './control-chart.ts';
import type { SampleLots } from './parse-lots.ts';

export const groupings = ['batch', 'instrument', 'reagentLot'] as const;
type Grouping = (typeof groupings)[number];

/** One chromosome's series, in the order of the analyses. */
export interface ChromosomeDrift {
  readonly chromosome: string;
  readonly samples: readonly string[];
  readonly points: readonly ChartPoint[];
  readonly mean: number;
  /** mean × sqrt(n): standard errors by which the series stands off 0. */
  readonly meanZ: number;
}

/** Samples that share a batch, an instrument or a lot, on one chromosome. */
export interface GroupDrift {
  readonly grouping: Grouping;
  readonly group: string;
  readonly chromosome: string;
  readonly count: number;
  readonly mean: number;
  readonly meanZ: number;
}

export interface DriftReport {
  readonly chromosomes: readonly ChromosomeDrift[];
  /** Groups that stand off 0, furthest first. */
  readonly groups: readonly GroupDrift[];
  /** Why the model should be built again; empty if nothing speaks for it. */
  readonly rebuildReasons: readonly RebuildReason[];
}

/** What speaks for building a model again: a series off 0, or too many of its values beyond 3. */
export interface RebuildReason {
  readonly chromosome: string;
  readonly cause: 'mean-off' | 'beyond-three';
  /** Mean z of the series, or how many lie beyond. */
  readonly value: number;
  /** Values of the series. */
  readonly samples: number;
}

/** Some 22 × groups means are looked at; 4 standard errors come by chance once in 16 000. */
const meanZMax = 4;
const groupMin = 4;
const seriesMin = 20;
const targets: ReadonlySet<string> = new Set(['13', '18', '21']);
/** Share of values that may set off the 1-3s rule; 0.3 % do by chance. */
const beyondShareMax = 0.02;

/**
 * How the z-scores of a series of analyses drift, by chromosome, batch, instrument and lot.
 *
 *   meanZ = mean(z) sqrt(n): a calibrated model gives each unaffected sample z with mean 0, sd 1
 *
 * A sample is left out of a chromosome's series where its QC failed or that chromosome's own call
 * is high-risk: a trisomy is no drift. A rebuild is proposed where a series of 20 or more stands 4
 * standard errors off, or more than 2 % of a target's values lie beyond 3.
 *
 * Source: internal quality control charts as `controlChart`; standard error of a mean.
 * Shape: analyses in order of time, lots by sample. Unit: standard deviations of z; `meanZ`
 * standard errors.
 * Edge: samples without lots belong to no group; groups of fewer than 4 are not judged.
 *
 * @example driftReport(analyses, new Map()).chromosomes[20].meanZ
 *   // 5: 25 analyses with z of 21 of 1 each
 */
export function driftReport(
  analyses: readonly AnalysisResult[],
  lots: ReadonlyMap<string, SampleLots>,
): DriftReport {
  const series = chromosomes
    .slice(0, autosomeCount)
    .map((chromosome) => ({ chromosome, values: valuesOf(analyses, chromosome) }));
  const drifts = series.map(({ chromosome, values }): ChromosomeDrift => {
    const zScores = values.map(({ z }) => z);
    return {
      chromosome,
      samples: values.map(({ sample }) => sample),
      points: controlChart(zScores),
      ...meanOf(zScores),
    };
  });
  const groups = series.flatMap((entry) =>
    groupings.flatMap((grouping) => groupDrifts(entry, grouping, lots)),
  );
  groups.sort((a, b) => Math.abs(b.meanZ) - Math.abs(a.meanZ));
  return { chromosomes: drifts, groups, rebuildReasons: reasonsOf(drifts) };
}

interface Value {
  readonly sample: string;
  readonly z: number;
}

function valuesOf(analyses: readonly AnalysisResult[], chromosome: string): Value[] {
  return analyses.flatMap(({ sample, qc, calls, chromosomes: rows }) => {
    const z = rows.find((row) => row.chromosome === chromosome)?.z ?? null;
    const call = calls.find(({ target }) => target === `T${chromosome}`);
    const isLeftOut = qc.verdict === 'failure' || call?.verdict === 'high-risk';
    return z === null || isLeftOut ? [] : [{ sample, z }];
  });
}

function groupDrifts(
  { chromosome, values }: { chromosome: string; values: readonly Value[] },
  grouping: Grouping,
  lots: ReadonlyMap<string, SampleLots>,
): GroupDrift[] {
  const groups = new Map<string, number[]>();
  for (const { sample, z } of values) {
    const group = lots.get(sample)?.[grouping] ?? null;
    if (group !== null) groups.set(group, [...(groups.get(group) ?? []), z]);
  }
  return [...groups]
    .filter(([, zScores]) => zScores.length >= groupMin)
    .map(([group, zScores]) => ({
      ...{ grouping, group, chromosome, count: zScores.length },
      ...meanOf(zScores),
    }))
    .filter(({ meanZ }) => Math.abs(meanZ) >= meanZMax);
}

function meanOf(values: readonly number[]): { mean: number; meanZ: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  return { mean, meanZ: mean * Math.sqrt(values.length) };
}

function reasonsOf(drifts: readonly ChromosomeDrift[]): RebuildReason[] {
  return drifts.flatMap(({ chromosome, points, mean, meanZ }) => {
    if (points.length < seriesMin) return [];
    const beyond = points.filter(({ alarms }) => alarms.includes('1-3s')).length;
    const reasons: RebuildReason[] = [];
    const about = { chromosome, samples: points.length };
    if (Math.abs(meanZ) >= meanZMax) reasons.push({ ...about, cause: 'mean-off', value: mean });
    if (targets.has(chromosome) && beyond > beyondShareMax * points.length) {
      reasons.push({ ...about, cause: 'beyond-three', value: beyond });
    }
    return reasons;
  });
}
