import type { Verdict } from '../../analysis/analysis-result.ts';
import { type Ruling, refuse } from '../casework-problem.ts';
import type { ReportDocument } from '../report/report-document.ts';
import { diseaseTerms } from './disease-term.ts';
import { isPhenotypeCode, phenotypeLabels } from './phenotype-term.ts';

/**
 * What screening can say of a disease: never more than a candidate, until a diagnosis settles it.
 */
type FindingStatus = 'candidate' | 'not-found' | 'unknown';

interface GenotypeFinding {
  readonly target: 'T21' | 'T18' | 'T13';
  readonly chromosome: '21' | '18' | '13';
  readonly verdict: Verdict;
  readonly status: FindingStatus;
  /** Copies the screening points to; null without a result. */
  readonly copyNumber: 2 | 3 | null;
  readonly mondo: string;
  readonly label: { readonly chinese: string; readonly english: string };
}

/** The genotype\u2013phenotype finding of one issued report version. Never a fetal sex. */
export interface Finding {
  readonly schema: 1;
  readonly reportNumber: string;
  readonly reportVersion: number;
  readonly pseudonym: string;
  readonly assembly: string;
  readonly gestationalAgeAtDraw: string;
  readonly genotypes: readonly GenotypeFinding[];
  readonly phenotypes: readonly { readonly code: string; readonly label: string }[];
}

/**
 * What the genotype\u2013phenotype store keeps of a report, with the phenotypes known at that time.
 *
 * Edge: a phenotype outside the table (as one that tells a sex) is refused, not dropped.
 */
export function recordFinding(
  document: ReportDocument,
  phenotypeCodes: readonly string[],
): Ruling<Finding> {
  const unknown = phenotypeCodes.find((code) => !isPhenotypeCode(code));
  if (unknown !== undefined) {
    return refuse('phenotype-not-allowed', 'a phenotype code is not in the table of terms');
  }
  const codes = [...new Set(phenotypeCodes.filter(isPhenotypeCode))].sort();
  return {
    ok: true,
    value: {
      schema: 1,
      reportNumber: document.number,
      reportVersion: document.version,
      pseudonym: document.subject.pseudonym,
      assembly: document.method.assembly,
      gestationalAgeAtDraw: document.specimen.gestationalAgeAtDraw,
      genotypes: document.results.map(({ target, verdict }) => genotype(target, verdict)),
      phenotypes: codes.map((code) => ({ code, label: phenotypeLabels[code] })),
    },
  };
}

const statuses: Record<Verdict, { status: FindingStatus; copyNumber: 2 | 3 | null }> = {
  'high-risk': { status: 'candidate', copyNumber: 3 },
  'low-risk': { status: 'not-found', copyNumber: 2 },
  'no-call': { status: 'unknown', copyNumber: null },
};

function genotype(target: GenotypeFinding['target'], verdict: Verdict): GenotypeFinding {
  const { mondo, chinese, english } = diseaseTerms[target];
  const chromosome = target.slice(1) as GenotypeFinding['chromosome'];
  return { target, chromosome, verdict, ...statuses[verdict], mondo, label: { chinese, english } };
}
