import type { SimulatedSample } from '../../../fixtures/simulate/simulate-flow-cell.ts';
import type { SampleKind } from '../../casework/run/sample-sheet.ts';

type Verdict = 'low-risk' | 'high-risk' | 'no-call';

/** What is true of one sample, and what the whole chain should make of it. */
export interface DemoCase {
  readonly sample: SimulatedSample;
  /** Number of the blood tube; null for a control. */
  readonly specimen: string | null;
  readonly kind: SampleKind;
  /** The simulated truth in words. */
  readonly truth: string;
  readonly verdicts: { readonly T21: Verdict; readonly T18: Verdict; readonly T13: Verdict };
  readonly person: DemoPerson | null;
}

/** A fictitious woman with the facts that decide her subsidy. */
export interface DemoPerson {
  readonly name: string;
  readonly birthYear: number;
  readonly poor: boolean;
  /** 1 in this many for trisomy 21; null where no serology was done. */
  readonly trisomy21Denominator: number | null;
  /** Subsidy by the rules of the Fuzhou notices, fen; 0 where she is not eligible. */
  readonly amountMinorUnits: number;
}

const names = ['林静怡', '陈晓芳', '黄丽娟', '郑雅琴', '王秀英', '吴美玲', '刘海燕', '张文婷'];

/** Four kinds of entitlement in turn: age, borderline serology, none, poverty with high risk. */
const entitlements = [
  { age: 37, poor: false, trisomy21Denominator: null, amountMinorUnits: 50_000 },
  { age: 30, poor: false, trisomy21Denominator: 600, amountMinorUnits: 50_000 },
  { age: 28, poor: false, trisomy21Denominator: null, amountMinorUnits: 0 },
  { age: 31, poor: true, trisomy21Denominator: 150, amountMinorUnits: 100_000 },
];

/** Lays a case around each simulated sample; `year` is that of the coming births. */
export function demoCases(samples: readonly SimulatedSample[], year: number): DemoCase[] {
  return samples.map((sample, i) => {
    const { age, ...facts } = entitlements[i % entitlements.length];
    const kind = kindOf(sample);
    const isControl = kind !== 'patient';
    const name = names[i % names.length];
    return {
      sample,
      specimen: isControl ? null : `FZ${year}-${String(i + 1).padStart(4, '0')}`,
      kind,
      truth: truthOf(sample),
      verdicts: expectedVerdicts(sample),
      person: isControl ? null : { name, birthYear: year - age, ...facts },
    };
  });
}

function kindOf({ recipe }: SimulatedSample): SampleKind {
  return recipe.noTemplateControl ? 'no-template-control' : (recipe.control ?? 'patient');
}

function truthOf({ recipe }: SimulatedSample): string {
  if (recipe.noTemplateControl) return 'no-template control';
  const findings = [
    ...(recipe.control ? [recipe.control.replace('-', ' ')] : []),
    ...(recipe.trisomies ?? []).map(({ chromosome }) => `trisomy ${chromosome}`),
    ...(recipe.maternalDuplication ? ['maternal duplication'] : []),
    ...(recipe.sexChromosomes ? ['sex-chromosome aneuploidy'] : []),
    ...(isTooLow(recipe.fetalFraction) ? ['low fetal fraction'] : []),
  ];
  return findings.length > 0 ? findings.join(', ') : 'unaffected';
}

/** Too few fetal fragments to see a trisomy in 3 million reads. */
function isTooLow(fetalFraction: number): boolean {
  return fetalFraction < 0.03;
}

function expectedVerdicts({ recipe }: SimulatedSample): DemoCase['verdicts'] {
  const of = (chromosome: string): Verdict => {
    if (recipe.noTemplateControl || isTooLow(recipe.fetalFraction)) return 'no-call';
    const isTrisomic = recipe.trisomies?.some((trisomy) => trisomy.chromosome === chromosome);
    return isTrisomic ? 'high-risk' : 'low-risk';
  };
  return { T21: of('21'), T18: of('18'), T13: of('13') };
}
