import type { AnalysisResult } from '../analysis/analysis-result.ts';
import { isProblemKind, problemCatalogue } from './problem-catalogue.ts';
import type { ResultLine, RunOverview } from './schemas/overview.ts';

/** What a table of many samples shows of one analysis. */
export function resultLineOf(body: string | null | undefined): ResultLine | null {
  if (!body) return null;
  const result = JSON.parse(body) as AnalysisResult;
  const { verdict: qc, checks } = result.qc;
  return {
    qc,
    checks: checks.filter(({ verdict }) => verdict !== 'pass').map(({ name }) => name),
    readsCounted: result.reads.counted,
    fetalFraction: { ...result.fetalFraction },
    targets: result.calls.map((call) => targetLineOf(result, call)),
    flags: [...result.flags],
  };
}

function targetLineOf(
  { chromosomes }: AnalysisResult,
  { target, verdict, reasons, power, posterior }: AnalysisResult['calls'][number],
): ResultLine['targets'][number] {
  const chromosome = target.slice(1);
  const score = chromosomes.find((each) => each.chromosome === chromosome);
  const { z = null, cv = null, detectionLimit = null } = score ?? {};
  return {
    ...{ target, chromosome, verdict, reasons: [...reasons] },
    ...{ z, cv, detectionLimit, power, posterior },
  };
}

/** A failed sample's problem with what to do about it, from the one catalogue. */
export function keptProblemOf(problem: unknown): RunOverview['samples'][number]['problem'] {
  if (typeof problem !== 'object' || problem === null) return null;
  if (!('kind' in problem && 'detail' in problem)) return null;
  const kind = String(problem.kind);
  const remedy = isProblemKind(kind) ? problemCatalogue[kind].remedy : null;
  return { kind, detail: String(problem.detail), remedy };
}
