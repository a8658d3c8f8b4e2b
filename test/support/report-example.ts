import type {
  AnalysisResult,
  RestrictedResult,
  Verdict,
} from '../../src/analysis/analysis-result.ts';
import type { ReportInput } from '../../src/casework/report/report-content.ts';
import { reportTemplates } from '../../src/casework/report/report-templates.ts';

const verdictZ: Record<Verdict, number> = {
  'low-risk': 0.4567,
  'high-risk': 12.345,
  'no-call': 2.6,
};
const verdictReason: Record<Verdict, string> = {
  'low-risk': 'ratio-low',
  'high-risk': 'z-high',
  'no-call': 'grey',
};

/** An analysis with the verdicts asked for, in the order T21, T18, T13; low-risk unless named. */
export function analysisExample(
  verdicts: Partial<Record<'T21' | 'T18' | 'T13', Verdict>> = {},
): AnalysisResult {
  const of = (target: 'T21' | 'T18' | 'T13') => verdicts[target] ?? 'low-risk';
  const targets = ['T21', 'T18', 'T13'] as const;
  const zOf = (chromosome: string) => {
    const target = targets.find((name) => name === `T${chromosome}`);
    return target ? verdictZ[of(target)] : 0.1;
  };
  return {
    schema: 1,
    sample: 'S1',
    assembly: 'GRCh38',
    software: { version: '0.1.0' },
    parameters: { age: 30, weeks: '16+3' },
    model: { id: 'controls-2026', sha256: 'b'.repeat(64) },
    input: { file: 'S1.bam', sha256: 'a'.repeat(64) },
    reads: {
      total: 4e6,
      mapped: 39e5,
      counted: 3e6,
      mappedFraction: 0.975,
      duplicateFraction: 0.03,
      gcFraction: 0.41,
    },
    qc: { verdict: 'pass', checks: [] },
    fetalFraction: { estimate: 0.1032, low: 0.0711, high: 0.1377 },
    chromosomes: Array.from({ length: 22 }, (_, i) => ({
      chromosome: String(i + 1),
      fraction: 0.04,
      expected: 0.04,
      cv: 0.003,
      z: zOf(String(i + 1)),
      scores: { standard: 0, ncv: null, regression: null },
      detectionLimit: 0.03,
    })),
    calls: targets.map((target) => ({
      target,
      verdict: of(target),
      reasons: [verdictReason[of(target)]],
      prior: 0.00123456,
      likelihoodRatio: 0.01,
      posterior: 0.0000123456,
      power: 0.999,
    })),
    segments: [],
    flags: ['for validation, not for clinical use'],
  };
}

/** Everything that tells a fetal sex, with numbers that occur nowhere else. */
export function restrictedExample(fetalSex: 'female' | 'male'): RestrictedResult {
  const boy = fetalSex === 'male';
  const fraction = { estimate: 0.777001, low: 0.777002, high: 0.777003 };
  return {
    chromosomeX: { fraction: boy ? 0.777004 : 0.777005, z: boy ? -7.77006 : 0.777007 },
    chromosomeY: { fraction: boy ? 0.777008 : 0.777009, z: 77.7001 },
    fetalSex,
    fetalFraction: {
      profile: fraction,
      fragmentLengths: fraction,
      chrX: fraction,
      chrY: fraction,
      combined: fraction,
    },
    flags: ['sex-chromosome-aneuploidy-47,XXY'],
  };
}

/** A complete report's input: low risk, singleton, reviewed and approved by two people. */
export function reportInputExample(change: Partial<ReportInput> = {}): ReportInput {
  const result = change.result ?? analysisExample();
  return {
    result,
    analysisSha256: 'c'.repeat(64),
    calls: result.calls.map(({ target, verdict, reasons }) => ({ target, verdict, reasons })),
    template: reportTemplates[0],
    version: 1,
    amendmentReason: null,
    institution: {
      name: '福州市第一医院',
      licence: 'licence-1',
      submittedBy: '鼓楼区妇幼保健院',
      submittingDoctor: '林医生',
    },
    subject: { name: '陈*', pseudonym: 'pseudonym-1', ageAtDelivery: 30, fetusCount: 1 },
    specimen: {
      number: 'N20260420001',
      drawnOn: '2026-04-20',
      receivedOn: '2026-04-21',
      testedOn: '2026-04-23',
      gestationalAgeAtDraw: '16+3',
      dating: 'due-date',
    },
    method: { kit: 'kit-1', instrument: 'sequencer-1', aligner: 'bwa 0.7.18' },
    midTrimesterSerology: true,
    redrawCount: 0,
    validated: false,
    signatures: [
      { role: 'tester', actorId: 'u1', name: '甲', at: '2026-04-23T08:00:00Z' },
      { role: 'reviewer', actorId: 'u2', name: '乙', at: '2026-04-24T08:00:00Z' },
      { role: 'approver', actorId: 'u3', name: '丙', at: '2026-04-24T09:00:00Z' },
    ],
    ...change,
  };
}
