import type { AnalysisResult } from '../../analysis/analysis-result.ts';

/** A cell: text, a number, or nothing. */
export type Cell = string | number | null;

/** One sample of a run with what came of it; nothing in it is about a person. */
export interface RunTableSample {
  readonly name: string;
  readonly specimenNumber: string | null;
  readonly kind: string;
  readonly state: string;
  readonly result: Omit<AnalysisResult, 'restricted'> | null;
  readonly reviewState: string | null;
  readonly reportId: string | null;
}

interface Column {
  readonly chinese: string;
  readonly english: string;
  readonly of: (sample: RunTableSample) => Cell;
}

export interface RunTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/**
 * A run as a table of its samples: units stand in the header, numbers are rounded as the page shows
 * them. Picked by name, 13, 18 and 21 alone, so that no sex gets in.
 */
export function runTable(samples: readonly RunTableSample[], language: 'zh' | 'en'): RunTable {
  return {
    head: columns.map(({ chinese, english }) => (language === 'zh' ? chinese : english)),
    rows: samples.map((sample) => columns.map(({ of }) => of(sample))),
  };
}

const targets = ['T13', 'T18', 'T21'] as const;

const columns: readonly Column[] = [
  column('样本', 'Sample', ({ name }) => name),
  column('样本编号', 'Specimen', ({ specimenNumber }) => specimenNumber),
  column('类型', 'Kind', ({ kind }) => kind),
  column('状态', 'State', ({ state }) => state),
  column('计数读段 (百万)', 'Reads counted (millions)', ({ result }) =>
    rounded(result && result.reads.counted / 1e6, 2),
  ),
  column('比对率 (%)', 'Mapped (%)', ({ result }) => percent(result?.reads.mappedFraction)),
  column('重复率 (%)', 'Duplicates (%)', ({ result }) => percent(result?.reads.duplicateFraction)),
  column('GC 含量 (%)', 'GC (%)', ({ result }) => percent(result?.reads.gcFraction)),
  column('质量', 'Quality', ({ result }) => result?.qc.verdict ?? null),
  column('胎儿游离DNA浓度 (%)', 'Fetal fraction (%)', ({ result }) =>
    halfPercents(result?.fetalFraction.estimate),
  ),
  ...targets.map((target) =>
    column(
      `${target.slice(1)}号染色体 z (标准差)`,
      `Chromosome ${target.slice(1)} z (sd)`,
      (sample) => rounded(zOf(sample, target.slice(1)), 2),
    ),
  ),
  ...targets.map((target) =>
    column(
      `${target.slice(1)}三体 计算结果`,
      `Trisomy ${target.slice(1)} computed`,
      ({ result }) => result?.calls.find((call) => call.target === target)?.verdict ?? null,
    ),
  ),
  column('审核', 'Review', ({ reviewState }) => reviewState),
  column('报告', 'Report', ({ reportId }) => reportId),
];

function column(chinese: string, english: string, of: Column['of']): Column {
  return { chinese, english, of };
}

function zOf({ result }: RunTableSample, chromosome: string): number | null {
  return result?.chromosomes.find((row) => row.chromosome === chromosome)?.z ?? null;
}

function percent(fraction: number | null | undefined): number | null {
  return rounded(fraction === null || fraction === undefined ? null : fraction * 100, 1);
}

/** As reports give it: a finer one could tell more than it should. */
function halfPercents(fraction: number | null | undefined): number | null {
  return fraction === null || fraction === undefined ? null : Math.round(fraction * 200) / 2;
}

function rounded(value: number | null, decimals: number): number | null {
  return value === null ? null : Number(value.toFixed(decimals));
}
