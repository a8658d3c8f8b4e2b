import type { BinCounts } from '../bin-counts/bin-counts.ts';
import { type DataProblem, failure, type Result, success } from '../data-problem.ts';
import { type BinGrid, createBinGrid } from '../genome/bin-grid.ts';
import { type CompactControl, compactControl, gcUnits, gcUnknown } from './compact-control.ts';
import type { ControlSample } from './control-sample.ts';
import type { SampleFacts } from './parse-samples.ts';

/** Takes controls one by one, keeps what training needs, and refuses what cannot stand together. */
export interface ControlGroupBuilder {
  add(counts: BinCounts, facts: SampleFacts | undefined): DataProblem | undefined;
  /** As `add`, of counts that another thread has made compact. */
  take(control: CompactControl, facts: SampleFacts | undefined): DataProblem | undefined;
  /** Controls sorted by name, with the GC of each bin as their reads show it. */
  finish(): Result<{ grid: BinGrid; controls: ControlSample[]; learnedGc: Float64Array | null }>;
}

/**
 * Collects a control group.
 *
 *   learnedGc_b = sum over controls of gc_ib reads_ib / sum of reads_ib, in whole ten-thousandths
 *
 * Whole numbers add up alike in any order, so the order of files does not matter.
 *
 * Source: reads-weighted mean. Shape: bins files one by one; the group sorted by name out. Unit: GC
 * fraction, 0–1.
 * Edge: mixed assemblies or bin sizes, a name twice, equal counts under two names, or a sample of
 * one count in most bins are `control-group-unusable`; `learnedGc` is null if no file has GC.
 *
 * @example createControlGroupBuilder().add(counts, undefined)
 *   // undefined: taken; the same again is a problem
 */
export function createControlGroupBuilder(): ControlGroupBuilder {
  let grid: BinGrid | null = null;
  let gcSums = new Float64Array(0);
  let gcReads = new Float64Array(0);
  const controls: ControlSample[] = [];
  const samples = { names: new Set<string>(), byFingerprint: new Map<string, string>() };
  const builder: ControlGroupBuilder = {
    add: (counts, facts) => builder.take(compactControl(counts), facts),
    take(control, facts) {
      grid ??= createBinGrid(control.assembly, control.binSizeBases);
      if (gcSums.length === 0) {
        gcSums = new Float64Array(grid.binCount);
        gcReads = new Float64Array(grid.binCount);
      }
      const fault = mismatchOf(control, grid) ?? constantOf(control) ?? twinOf(control, samples);
      if (fault) return { kind: 'control-group-unusable', detail: fault };
      const { reads, gc, sample, shortShare } = control;
      for (let bin = 0; bin < reads.length; bin++) {
        if (reads[bin] === 0 || gc[bin] === gcUnknown) continue;
        gcSums[bin] += gc[bin] * reads[bin];
        gcReads[bin] += reads[bin];
      }
      const { batch = null, fetalSex = null, fetalFraction = null } = facts ?? {};
      controls.push({ name: sample, batch, fetalSex, fetalFraction, reads, shortShare });
      return undefined;
    },
    finish() {
      if (grid === null) {
        return failure({ kind: 'control-group-too-small', detail: '0 control samples' });
      }
      const hasGc = gcReads.some((value) => value > 0);
      controls.sort((a, b) => (a.name < b.name ? -1 : 1));
      const gc = gcSums.map((sum, bin) => sum / gcReads[bin] / gcUnits);
      return success({ grid, controls, learnedGc: hasGc ? gc : null });
    },
  };
  return builder;
}

function mismatchOf(control: CompactControl, grid: BinGrid): string | undefined {
  const { sample, assembly, binSizeBases } = control;
  if (assembly !== grid.assembly) {
    return `${sample} is counted on ${assembly}, others on ${grid.assembly}`;
  }
  if (binSizeBases === grid.binSizeBases) return undefined;
  return `${sample} has bins of ${binSizeBases} bases, others of ${grid.binSizeBases}`;
}

function constantOf({ sample, constantCount }: CompactControl): string | undefined {
  if (constantCount === null) return undefined;
  return `most bins of ${sample} hold ${constantCount} reads, all alike`;
}

interface SamplesSeen {
  readonly names: Set<string>;
  readonly byFingerprint: Map<string, string>;
}

/** A sample given twice would count double and be predicted by itself. */
function twinOf(
  { sample, fingerprint }: CompactControl,
  { names, byFingerprint }: SamplesSeen,
): string | undefined {
  if (names.has(sample)) return `${sample} is given twice`;
  const twin = byFingerprint.get(fingerprint);
  if (twin !== undefined) return `${sample} and ${twin} hold the same counts`;
  names.add(sample);
  byFingerprint.set(fingerprint, sample);
  return undefined;
}
