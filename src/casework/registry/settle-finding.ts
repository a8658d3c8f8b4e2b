import type { DiagnosisResult } from '../aftercare/diagnosis.ts';
import { type Ruling, refuse } from '../casework-problem.ts';
import type { Finding } from './finding.ts';
import { isPhenotypeCode, phenotypeLabels } from './phenotype-term.ts';

/** What became of a disease once it was looked for by a diagnosis. */
type SettledStatus = 'confirmed' | 'refuted' | 'excluded';

/** What is known after the report. */
export interface Settlement {
  readonly diagnosis?: {
    readonly method: string;
    readonly material: string;
    readonly reportedOn: string;
    readonly results: readonly DiagnosisResult[];
  };
  readonly outcome?: { readonly kind: string; readonly endedOn: string };
  readonly phenotypes?: readonly string[];
}

/** A finding with what a diagnosis or the outcome of the pregnancy made of it. */
export type SettledFinding = Omit<Finding, 'genotypes'> & {
  readonly genotypes: readonly (Omit<Finding['genotypes'][number], 'status'> & {
    readonly status: Finding['genotypes'][number]['status'] | SettledStatus;
  })[];
  readonly diagnosis?: Omit<NonNullable<Settlement['diagnosis']>, 'results'>;
  readonly outcome?: Settlement['outcome'];
};

/**
 * The next version of a finding. A trisomy that was found is confirmed, whatever screening said;
 * one that was not is refuted where screening suspected it, and excluded elsewhere. An inconclusive
 * diagnosis leaves a disease as it was. What earlier versions knew beside stays.
 *
 * Edge: a phenotype outside the table is refused.
 */
export function settleFinding(
  earlier: SettledFinding,
  { diagnosis, outcome, phenotypes = [] }: Settlement,
): Ruling<SettledFinding> {
  const known = phenotypes.filter(isPhenotypeCode);
  if (known.length !== phenotypes.length) {
    return refuse('phenotype-not-allowed', 'a phenotype code is not in the table of terms');
  }
  const codes = new Map(earlier.phenotypes.map((each) => [each.code, each]));
  for (const code of known) codes.set(code, { code, label: phenotypeLabels[code] });
  const sorted = [...codes.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
  const settled = { ...earlier, phenotypes: sorted, ...(outcome && { outcome }) };
  if (!diagnosis) return { ok: true, value: settled };
  // Named one by one: nothing else of a diagnosis goes out.
  const { results, method, material, reportedOn } = diagnosis;
  const genotypes = earlier.genotypes.map((genotype) => {
    const found = results.find(({ target }) => target === genotype.target)?.result;
    if (found === 'trisomy' || found === 'mosaic') {
      return { ...genotype, status: 'confirmed' as const, copyNumber: 3 as const };
    }
    if (found !== 'normal') return genotype;
    const wasSuspected = genotype.verdict === 'high-risk';
    const status: SettledStatus = wasSuspected ? 'refuted' : 'excluded';
    return { ...genotype, status, copyNumber: 2 as const };
  });
  return {
    ok: true,
    value: { ...settled, genotypes, diagnosis: { method, material, reportedOn } },
  };
}
