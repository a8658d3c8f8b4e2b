import type { BinCounts } from '../bin-counts/bin-counts.ts';
import { type DataProblem, failure, type Result, success } from '../data-problem.ts';
import { type BinGrid, createBinGrid } from '../genome/bin-grid.ts';
import type { ControlSample } from './control-sample.ts';
import { constantCount } from './impossible-counts.ts';
import type { SampleFacts } from './parse-samples.ts';

const gcDigits = 10_000;

/** Takes controls one by one, keeps what training needs, and refuses what cannot stand together. */
export interface ControlGroupBuilder {
  add(counts: BinCounts, facts: SampleFacts | undefined): DataProblem | undefined;
  /** Controls sorted by name, with the GC of each bin as their reads show it. */
  finish(): Result<{ grid: BinGrid; controls: ControlSample[]; learnedGc: Float64Array | null }>;
}

/**
 * Collects a control group.
 *
 *   learnedGc_b = sum over controls of gc_ib reads_ib / sum of reads_ib, in whole ten-thousandths
 *
 * Whole numbers add up alike in any order, so the order of files does not matter.
 * Edge: mixed assemblies or bin sizes, a name twice, equal counts under two names, or a sample of
 * one count in most bins are `control-group-unusable`; `learnedGc` is null if no file has GC.
 */
export function createControlGroupBuilder(): ControlGroupBuilder {
  let grid: BinGrid | null = null;
  let gcSums = new Float64Array(0);
  let gcReads = new Float64Array(0);
  const controls: ControlSample[] = [];
  const fingerprints = new Map<string, string>();
  return {
    add(counts, facts) {
      grid ??= createBinGrid(counts.assembly, counts.binSizeBases);
      if (gcSums.length === 0) {
        gcSums = new Float64Array(grid.binCount);
        gcReads = new Float64Array(grid.binCount);
      }
      const reads = counts.forward.map((value, bin) => value + counts.reverse[bin]);
      const fault =
        mismatchOf(counts, grid) ??
        constantOf(counts.sample, reads) ??
        twinOf(counts.sample, reads, fingerprints);
      if (fault) return { kind: 'control-group-unusable', detail: fault };
      for (let bin = 0; bin < reads.length; bin++) {
        if (reads[bin] === 0 || Number.isNaN(counts.gc[bin])) continue;
        gcSums[bin] += Math.round(counts.gc[bin] * gcDigits) * reads[bin];
        gcReads[bin] += reads[bin];
      }
      const { batch = null, fetalSex = null, fetalFraction = null } = facts ?? {};
      controls.push({ name: counts.sample, batch, fetalSex, fetalFraction, reads });
      return undefined;
    },
    finish() {
      if (grid === null) {
        return failure({ kind: 'control-group-too-small', detail: '0 control samples' });
      }
      const hasGc = gcReads.some((value) => value > 0);
      controls.sort((a, b) => (a.name < b.name ? -1 : 1));
      const gc = gcSums.map((sum, bin) => sum / gcReads[bin] / gcDigits);
      return success({ grid, controls, learnedGc: hasGc ? gc : null });
    },
  };
}

function mismatchOf(counts: BinCounts, grid: BinGrid): string | undefined {
  if (counts.assembly !== grid.assembly) {
    return `${counts.sample} is counted on ${counts.assembly}, others on ${grid.assembly}`;
  }
  if (counts.binSizeBases === grid.binSizeBases) return undefined;
  return `${counts.sample} has bins of ${counts.binSizeBases} bases, others of ${grid.binSizeBases}`;
}

function constantOf(sample: string, reads: Uint32Array): string | undefined {
  const count = constantCount(reads);
  return count === null ? undefined : `most bins of ${sample} hold ${count} reads, all alike`;
}

/** A sample given twice would count double and be predicted by itself. */
function twinOf(
  sample: string,
  reads: Uint32Array,
  fingerprints: Map<string, string>,
): string | undefined {
  if ([...fingerprints.values()].includes(sample)) return `${sample} is given twice`;
  let low = 0;
  let high = 0;
  for (let bin = 0; bin < reads.length; bin++) {
    low = (Math.imul(low, 31) + reads[bin]) | 0;
    high = (Math.imul(high ^ reads[bin], 0x01000193) + bin) | 0;
  }
  const fingerprint = `${low}/${high}`;
  const twin = fingerprints.get(fingerprint);
  fingerprints.set(fingerprint, sample);
  return twin === undefined ? undefined : `${sample} and ${twin} hold the same counts`;
}
