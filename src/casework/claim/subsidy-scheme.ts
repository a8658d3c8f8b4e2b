import { isValidOn, type Validity } from '../calendar-date.ts';
import type { SerologyRule } from './serology-class.ts';

/** The rules of a subsidy as data: a change is a new version with its own validity. */
export interface SubsidyScheme extends Validity {
  readonly id: string;
  readonly version: number;
  readonly source: string;
  readonly currency: 'CNY';
  /** Fen per pregnancy. The larger one applies when both do, never the sum. */
  readonly amounts: { readonly standard: number; readonly registeredPoor: number };
  readonly serology: SerologyRule;
  readonly ageYearsMin: number;
  /** The day on which the age is taken. */
  readonly ageReference: 'delivery' | 'test';
  /** Insured places, six-digit division codes; the province's own code is the provincial scheme. */
  readonly insuredAreas: readonly string[];
  readonly pilotInstitutions: readonly { readonly id: string; readonly name: string }[];
  /** The charge item as the insurance system must receive it, verbatim. */
  readonly chargeItem: string;
}

/** Fuzhou, its thirteen counties by GB/T 2260, and Fujian for the provincially insured. */
const fuzhouInsuredAreas = [
  ...['350100', '350102', '350103', '350104', '350105', '350111', '350112', '350121', '350122'],
  ...['350123', '350124', '350125', '350128', '350181', '350000'],
];

const fuzhouRules = {
  id: 'fuzhou-birth-defect-control',
  currency: 'CNY',
  amounts: { standard: 50_000, registeredPoor: 100_000 },
  serology: {
    defaultCutOffs: { T21: 270, T18: 350 },
    borderlineDenominator: 1000,
    borderlineInclusive: false,
  },
  ageYearsMin: 35,
  ageReference: 'delivery',
  insuredAreas: fuzhouInsuredAreas,
  pilotInstitutions: [
    { id: 'fuzhou-first-hospital', name: '福州市第一医院' },
    { id: 'fujian-maternity-and-child-health-hospital', name: '福建省妇幼保健院' },
  ],
  chargeItem: '无创产前DNA检测减免补助（福州市出生缺陷防控项目）',
} as const;

/** Every scheme ever in force. The notice of 2021 states no end that is known here. */
export const subsidySchemes: readonly SubsidyScheme[] = [
  {
    ...fuzhouRules,
    version: 1,
    source: '榕卫妇幼〔2019〕7号',
    validFrom: '2019-01-01',
    validTo: '2021-12-31',
  },
  {
    ...fuzhouRules,
    version: 2,
    source: '榕卫妇幼〔2021〕13号',
    validFrom: '2022-01-01',
    validTo: null,
  },
];

/**
 * The scheme in force on a date; the newest version where two overlap, null where none is.
 *
 * @example schemeOn('2020-06-01', subsidySchemes)?.version // 1
 */
export function schemeOn(date: string, schemes: readonly SubsidyScheme[]): SubsidyScheme | null {
  const valid = schemes.filter((scheme) => isValidOn(scheme, date));
  return valid.sort((one, other) => other.version - one.version)[0] ?? null;
}
