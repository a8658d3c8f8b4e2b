import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { aftercareOverviewRoutes } from './aftercare-overviews.ts';
import { auditRoutes } from './audit.ts';
import { auditVerificationRoutes } from './audit-verification.ts';
import { batchRoutes } from './batches.ts';
import { claimRoutes } from './claims.ts';
import { confirmationRoutes } from './confirmations.ts';
import { fhirRoutes } from './fhir.ts';
import { followUpRoutes, redrawRoutes } from './follow-ups.ts';
import { healthRoutes } from './health.ts';
import { diagnosisRoutes, highRiskCaseRoutes } from './high-risk-cases.ts';
import { jobRoutes } from './jobs.ts';
import { keyRoutes } from './keys.ts';
import { lookBackRoutes, touchRoutes } from './look-backs.ts';
import { modelDecisionRoutes } from './model-decisions.ts';
import { modelRoutes } from './models.ts';
import { oauthRoutes } from './oauth.ts';
import { openapiRoutes } from './openapi.ts';
import { overviewRoutes } from './overview.ts';
import { pageRoutes } from './pages.ts';
import { pregnancyRoutes } from './pregnancies.ts';
import { problemRoutes } from './problems.ts';
import { queueRoutes } from './queue.ts';
import { releasedFindingRoutes } from './released-findings.ts';
import { reportChangeRoutes } from './report-changes.ts';
import { reportExportRoutes } from './report-exports.ts';
import { reportOverviewRoutes } from './report-overviews.ts';
import { reportProposalRoutes } from './report-proposals.ts';
import { reportRoutes } from './reports.ts';
import { restrictedRoutes } from './restricted.ts';
import { reviewRoutes } from './reviews.ts';
import { runFileRoutes } from './run-files.ts';
import { runTableRoutes } from './run-tables.ts';
import { runRoutes } from './runs.ts';
import { sampleRoutes } from './samples.ts';
import { sessionRoutes } from './session.ts';
import { signInRoutes } from './sign-in.ts';
import { specimenRoutes } from './specimens.ts';
import { staffRoutes } from './staff.ts';
import { taskRoutes } from './tasks.ts';
import { uploadRoutes } from './uploads.ts';
import { webRoutes } from './web.ts';

/** Every group of routes, in the order of the flow. */
export const routes: readonly FastifyPluginAsyncZod[] = [
  healthRoutes,
  openapiRoutes,
  problemRoutes,
  sessionRoutes,
  signInRoutes,
  staffRoutes,
  keyRoutes,
  auditRoutes,
  auditVerificationRoutes,
  oauthRoutes,
  pregnancyRoutes,
  specimenRoutes,
  runRoutes,
  runTableRoutes,
  runFileRoutes,
  uploadRoutes,
  sampleRoutes,
  restrictedRoutes,
  jobRoutes,
  batchRoutes,
  reviewRoutes,
  confirmationRoutes,
  taskRoutes,
  reportRoutes,
  reportProposalRoutes,
  reportChangeRoutes,
  reportExportRoutes,
  highRiskCaseRoutes,
  diagnosisRoutes,
  followUpRoutes,
  redrawRoutes,
  touchRoutes,
  lookBackRoutes,
  modelRoutes,
  modelDecisionRoutes,
  claimRoutes,
  releasedFindingRoutes,
  fhirRoutes,
  overviewRoutes,
  reportOverviewRoutes,
  aftercareOverviewRoutes,
  queueRoutes,
  pageRoutes,
  webRoutes,
];
