import type { AnalysisResult, Verdict } from '../../analysis/analysis-result.ts';
import type { DemoCase } from './demo-case.ts';
import type { DemoUsers } from './demo-users.ts';

/** What the service made of one sample, beside what was expected of it. */
export interface JudgedCase {
  readonly case: DemoCase;
  readonly analysis: AnalysisResult;
  readonly report: 'report' | 'no-call' | null;
  /** Subsidy of her claim, fen; null where she has none. */
  readonly claimMinorUnits: number | null;
  readonly isPulled: boolean;
  /** What differs from the expected, in words; empty when all is well. */
  readonly differences: readonly string[];
}

/** What is known at the end of the demonstration. */
export interface Outcome {
  readonly users: DemoUsers;
  readonly samples: ReadonlyMap<string, { readonly id: string }>;
  readonly pregnancies: ReadonlyMap<string, string>;
  readonly claims: readonly { readonly pregnancyId: string; readonly amountMinorUnits: number }[];
  readonly pulled: readonly string[];
}

interface Report {
  readonly id: string;
  readonly outcome: 'report' | 'no-call';
}

/** Holds one sample's verdicts, report, claim and pull against the simulated truth. */
export async function judgeCase(expected: DemoCase, outcome: Outcome): Promise<JudgedCase> {
  const { technician } = outcome.users;
  const sample = outcome.samples.get(expected.sample.recipe.name);
  const analysis = await technician.get<AnalysisResult>(`/api/v1/samples/${sample?.id}/analysis`);
  const reports = await reportsOf(expected, outcome.users);
  const claims = outcome.claims.filter(
    ({ pregnancyId }) => pregnancyId === outcome.pregnancies.get(expected.specimen ?? ''),
  );
  const pulls = outcome.pulled.filter((id) => reports.some((report) => report.id === id));
  const isNoCall = analysis.calls.some(({ verdict }) => verdict === 'no-call');
  const amount = expected.person?.amountMinorUnits ?? 0;
  const reportsExpected = expected.specimen === null ? 0 : 1;
  const differences = [
    ...analysis.calls
      .filter(({ target, verdict }) => verdict !== (expected.verdicts[target] as Verdict))
      .map(({ target, verdict }) => `${target} ${verdict} for ${expected.verdicts[target]}`),
    ...(reports.length === reportsExpected ? [] : [`${reports.length} reports`]),
    ...(reports.every((report) => (report.outcome === 'no-call') === isNoCall) ? [] : ['outcome']),
    ...(claims.length === (amount > 0 ? 1 : 0) ? [] : [`${claims.length} claims`]),
    ...(claims.every((claim) => claim.amountMinorUnits === amount) ? [] : ['amount']),
    ...(pulls.length === reportsExpected ? [] : [`${pulls.length} pulls`]),
  ];
  return {
    case: expected,
    analysis,
    report: reports[0]?.outcome ?? null,
    claimMinorUnits: claims[0]?.amountMinorUnits ?? null,
    isPulled: pulls.length > 0,
    differences,
  };
}

async function reportsOf({ specimen }: DemoCase, { technician }: DemoUsers): Promise<Report[]> {
  if (specimen === null) return [];
  const page = await technician.get<{ items: Report[] }>(`/api/v1/specimens/${specimen}/reports`);
  return page.items;
}
