import type { Transaction } from 'kysely';
import type { AnalysisResult } from '../../analysis/analysis-result.ts';
import { formatGestationalAge, gestationalDays } from '../../casework/pregnancy/gestational-age.ts';
import { reportContent } from '../../casework/report/report-content.ts';
import type { ReportDocument } from '../../casework/report/report-document.ts';
import { templateOn } from '../../casework/report/report-template.ts';
import { reportTemplates } from '../../casework/report/report-templates.ts';
import { validateReport } from '../../casework/report/report-validator.ts';
import type { ReviewedCall } from '../../casework/review/review-decision.ts';
import type { Caller } from '../../security/caller.ts';
import { listSerology, type PregnancyRow } from '../../store/pregnancy-store.ts';
import type { ReviewRow } from '../../store/review-store.ts';
import { getRun } from '../../store/run-store.ts';
import { listSpecimens, type SpecimenRow } from '../../store/specimen-store.ts';
import type { Tables } from '../../store/tables.ts';
import type { TestRequest } from '../schemas/pregnancy.ts';
import type { Services } from '../services.ts';
import { shanghaiDay } from '../shanghai-time.ts';
import { accept, conflict } from './refusal.ts';
import { requirePregnancy } from './view-pregnancy.ts';

/** Serology of these days of pregnancy (15+0 to 20+6) also tells of the neural tube. */
const midTrimesterDays = { min: 105, max: 146 };

interface Signing {
  readonly services: Services;
  readonly review: ReviewRow;
  readonly approver: Caller;
  readonly version: number;
  readonly now: Date;
  /** Why a later version takes the place of an earlier; null in a first one. */
  readonly amendmentReason: string | null;
}

/** The complete, validated document of a reviewed sample's report, or the rule it breaks. */
export async function reportDocument(
  tx: Transaction<Tables>,
  { services, review, approver, version, now, amendmentReason }: Signing,
): Promise<ReportDocument> {
  const pregnancy = await requirePregnancy(tx, review.pregnancyId);
  const specimens = await listSpecimens(tx, pregnancy.id);
  const specimen = specimens.find(({ id }) => id === review.specimenId) as SpecimenRow;
  const template = templateOn(shanghaiDay(now), reportTemplates);
  if (template === null) throw conflict('no report template is in force today');
  const document = reportContent({
    result: JSON.parse(review.analysisBody) as AnalysisResult,
    analysisSha256: review.analysisSha256,
    calls: review.calls as ReviewedCall[],
    template,
    version,
    amendmentReason,
    institution: institutionOf(services, pregnancy),
    subject: {
      // Only whoever prints the report for her adds the name: what is stored and sent has none.
      name: null,
      pseudonym: pseudonymFor(services, 'registry', pregnancy.personId),
      ageAtDelivery: pregnancy.ageAtDelivery,
      fetusCount: pregnancy.fetusCount,
    },
    specimen: specimenOf(specimen, { pregnancy, review }),
    method: await methodOf(tx, services, review),
    midTrimesterSerology: await hasMidTrimesterSerology(tx, pregnancy),
    redrawCount: specimens.filter(({ parentNumber }) => parentNumber !== null).length,
    validated: false,
    signatures: signaturesOf(review, { approver, now }),
  });
  return accept(validateReport(document));
}

/** The name one recipient knows a person by; no two recipients can put theirs together. */
export function pseudonymFor(
  { blindIndex }: Services,
  recipient: string,
  personId: string,
): string {
  return blindIndex(`pseudonym.${recipient}`, personId).toString('hex').slice(0, 32);
}

function institutionOf({ config }: Services, pregnancy: PregnancyRow) {
  const { institution, doctor } = pregnancy.request as TestRequest;
  const { name, licence } = config.laboratory;
  return { name, licence, submittedBy: institution, submittingDoctor: doctor };
}

function specimenOf(
  specimen: SpecimenRow,
  { pregnancy, review }: { pregnancy: PregnancyRow; review: ReviewRow },
) {
  return {
    number: specimen.number,
    drawnOn: specimen.drawnOn,
    // A tube that was never received has no receipt to report, and the validator says so.
    receivedOn: specimen.receivedOn ?? '',
    testedOn: shanghaiDay(review.scoredAt),
    gestationalAgeAtDraw: formatGestationalAge(specimen.gestationalDaysAtDraw),
    dating: pregnancy.datingBasis === 'last-period' ? 'last-period' : 'due-date',
  } as const;
}

async function methodOf(tx: Transaction<Tables>, { config }: Services, review: ReviewRow) {
  const run = await getRun(tx, review.runId);
  if (!run) throw new Error(`review ${review.id} has no run`);
  const { name, version } = run.aligner as { name: string; version: string };
  const { kit } = config.laboratory;
  return { kit, instrument: run.instrument, aligner: `${name} ${version}` };
}

async function hasMidTrimesterSerology(
  tx: Transaction<Tables>,
  { id, expectedDeliveryOn }: PregnancyRow,
): Promise<boolean> {
  const dating = { basis: 'due-date', dueDate: expectedDeliveryOn } as const;
  return (await listSerology(tx, id)).some(({ testedOn }) => {
    const days = gestationalDays(dating, testedOn);
    return days.ok && days.value >= midTrimesterDays.min && days.value <= midTrimesterDays.max;
  });
}

function signaturesOf(
  review: ReviewRow,
  { approver, now }: { approver: Caller; now: Date },
): Parameters<typeof reportContent>[0]['signatures'] {
  return [
    {
      role: 'reviewer',
      actorId: review.reviewerId ?? '',
      name: review.reviewerName ?? '',
      at: review.decidedAt?.toISOString() ?? '',
    },
    {
      role: 'approver',
      actorId: approver.actorId,
      name: approver.displayName,
      at: now.toISOString(),
    },
  ];
}
