import { formatTable } from '../format-table.ts';
import type { JudgedCase } from './judge-case.ts';

const header = [
  ...['sample', 'simulated truth', 'T21', 'T18', 'T13', 'z21', 'z18', 'z13', 'fetal', 'true'],
  ...['report', 'claim', 'pulled', ''],
];

/** Verdicts beside the simulated truth, with what followed from each. */
export function verdictTable(judged: readonly JudgedCase[]): string {
  return formatTable([header, ...judged.map(rowOf)]);
}

function rowOf({ case: expected, analysis, ...rest }: JudgedCase): string[] {
  const call = (target: string) => analysis.calls.find((one) => one.target === target)?.verdict;
  const z = (chromosome: string) => {
    const score = analysis.chromosomes.find((one) => one.chromosome === chromosome)?.z ?? null;
    return score === null ? '–' : score.toFixed(1);
  };
  return [
    expected.sample.recipe.name,
    expected.truth,
    ...['T21', 'T18', 'T13'].map((target) => call(target) ?? '–'),
    ...['21', '18', '13'].map(z),
    percent(analysis.fetalFraction.estimate),
    percent(expected.sample.recipe.fetalFraction),
    rest.report ?? '–',
    rest.claimMinorUnits === null ? '–' : `${rest.claimMinorUnits / 100} yuan`,
    rest.isPulled ? 'acknowledged' : '–',
    rest.differences.length === 0 ? 'as expected' : rest.differences.join('; '),
  ];
}

function percent(fraction: number | null): string {
  return fraction === null ? '–' : `${(100 * fraction).toFixed(1)} %`;
}
