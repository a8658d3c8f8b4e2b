import type { AnalysisResult } from '../../analysis/analysis-result.ts';
import type { ReportDocument, ReportResult } from '../../casework/report/report-document.ts';
import { contigLengths } from './contig-lengths.ts';

/** An issued version as a VCF tells it. */
export interface VcfReport {
  readonly document: ReportDocument;
  readonly state: 'ISSUED' | 'AMENDED' | 'REVOKED';
  readonly bodySha256: string;
  /** Where the observed shares of the chromosomes come from: the analysis the report seals. */
  readonly analysis: Pick<AnalysisResult, 'chromosomes'>;
}

type Target = ReportResult['target'];
const chromosomes = { T21: '21', T18: '18', T13: '13' } as const;
/** In the order of the genome, as indexes want them. */
const order: readonly Target[] = ['T13', 'T18', 'T21'];

/**
 * The three targets as VCF 4.4: one `<CNV>` a chromosome by depth of coverage (`SVCLAIM=D`), with
 * the copy number of the plasma, mother and fetus together, as observed.
 *
 *   CN = 2 * fraction / expected
 *
 * Source: VCF 4.4 (2022-08), sections 1.4.5, 1.6.1.8 and 3; domain page, section 4.5.
 * Edge: a no-call has no copy number and the filter NO_CALL; a version that an amendment replaced
 * has SUPERSEDED; of a revoked one only the header is left.
 */
export function reportVcf(report: VcfReport): string {
  const rows = report.state === 'REVOKED' ? [] : order.flatMap((target) => row(target, report));
  return `${[...header(report), ...rows].join('\n')}\n`;
}

function header({ document, state, bodySha256 }: VcfReport): string[] {
  const { method, specimen, notice } = document;
  const contigs = order.map((target) => {
    const length = lengthOf(target, document);
    return `##contig=<ID=chr${chromosomes[target]},length=${length},assembly=${method.assembly}>`;
  });
  return [
    '##fileformat=VCFv4.4',
    `##fileDate=${specimen.testedOn.replaceAll('-', '')}`,
    `##source=${method.software}`,
    `##reference=${method.assembly}`,
    `##banyanReport=<ID=${document.number},Version=${document.version},State=${state},` +
      `Sha256=${bodySha256}>`,
    ...(notice === null ? [] : [`##banyanNotice=${notice}`]),
    `##banyanStatement=${document.screeningStatement.english}`,
    ...contigs,
    ...definitions,
    `#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t${document.specimen.number}`,
  ];
}

const definitions = [
  '##ALT=<ID=CNV,Description="Copy number variable region">',
  '##FILTER=<ID=NO_CALL,Description="The screening gave no result for this chromosome">',
  '##FILTER=<ID=SUPERSEDED,Description="A later version of the report replaced this one">',
  '##INFO=<ID=IMPRECISE,Number=0,Type=Flag,Description="Imprecise structural variation">',
  '##INFO=<ID=END,Number=1,Type=Integer,Description="End of the longest variant described">',
  '##INFO=<ID=SVLEN,Number=A,Type=Integer,Description="Length of structural variant">',
  '##INFO=<ID=SVCLAIM,Number=A,Type=String,Description="Claim made by the variant call">',
  '##INFO=<ID=FETAL_CN,Number=1,Type=Integer,Description="Copies in a fetus, as suspected">',
  '##INFO=<ID=Z,Number=1,Type=Float,Description="Standard deviations from a euploid sample">',
  '##INFO=<ID=FF,Number=1,Type=Float,Description="Fetal fraction, 0 to 1, to half a percent">',
  '##INFO=<ID=RISK,Number=1,Type=String,Description="Verdict after review: LOW, HIGH or NONE">',
  '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
  '##FORMAT=<ID=CN,Number=1,Type=Float,Description="Copy number of the plasma as observed">',
] as const;

const verdicts = {
  'high-risk': { risk: 'HIGH', fetalCopies: 3 },
  'low-risk': { risk: 'LOW', fetalCopies: 2 },
  'no-call': { risk: 'NONE', fetalCopies: null },
} as const;

function row(target: Target, report: VcfReport): string[] {
  const { document, state } = report;
  const result = document.results.find((each) => each.target === target);
  if (result === undefined) return [];
  const chromosome = chromosomes[target];
  const length = lengthOf(target, document);
  const { risk, fetalCopies } = verdicts[result.verdict];
  const { percent } = document.fetalFraction;
  // Which of several fetuses it is, nobody knows.
  const copies = document.subject.fetusCount > 1 ? null : fetalCopies;
  const info = [
    ...['IMPRECISE', `END=${length}`, `SVLEN=${length - 1}`, 'SVCLAIM=D'],
    ...(copies === null ? [] : [`FETAL_CN=${copies}`]),
    ...(result.z === null ? [] : [`Z=${result.z}`]),
    ...(percent === null ? [] : [`FF=${Number((percent / 100).toFixed(3))}`]),
    `RISK=${risk}`,
  ];
  const filters = [
    ...(risk === 'NONE' ? ['NO_CALL'] : []),
    ...(state === 'AMENDED' ? ['SUPERSEDED'] : []),
  ];
  const copyNumber = risk === 'NONE' ? '.' : observedCopies(chromosome, report);
  const line = [`chr${chromosome}`, 1, '.', 'N', '<CNV>', '.', filters.join(';') || 'PASS'];
  return [[...line, info.join(';'), 'GT:CN', `.:${copyNumber}`].join('\t')];
}

function observedCopies(chromosome: string, { analysis }: VcfReport): string {
  const { fraction = null, expected = null } =
    analysis.chromosomes.find((each) => each.chromosome === chromosome) ?? {};
  if (fraction === null || expected === null) return '.';
  return ((2 * fraction) / expected).toFixed(4);
}

function lengthOf(target: Target, { method }: ReportDocument): number {
  const lengths = contigLengths[method.assembly];
  if (lengths === undefined) throw new Error(`no contig lengths of ${method.assembly}`);
  return lengths[chromosomes[target]];
}
