import type { Migration } from 'kysely/migration';
import * as auditEvent from './0001-audit-event.ts';
import * as access from './0002-access.ts';
import * as registration from './0003-registration.ts';
import * as runAndResult from './0004-run-and-result.ts';
import * as reviewAndReport from './0005-review-and-report.ts';
import * as listIndexes from './0006-list-indexes.ts';
import * as identity from './0007-identity.ts';
import * as sealing from './0008-sealing.ts';
import * as sampleFiles from './0009-sample-files.ts';
import * as auditIndexes from './0010-audit-indexes.ts';
import * as retention from './0011-retention.ts';
import * as runPriority from './0012-run-priority.ts';
import * as queueAndTasks from './0013-queue-and-tasks.ts';
import * as batch from './0014-batch.ts';
import * as reportChange from './0015-report-change.ts';
import * as reportPrint from './0016-report-print.ts';
import * as aftercare from './0017-aftercare.ts';
import * as unsignedTubes from './0018-unsigned-tubes.ts';
import * as lookBack from './0019-look-back.ts';
import * as findingVersions from './0020-finding-versions.ts';
import * as modelState from './0021-model-state.ts';
import * as restrictedReading from './0022-restricted-reading.ts';
import * as auditVerification from './0023-audit-verification.ts';
import * as similarResults from './0024-similar-results.ts';
import * as lookBackOfReport from './0025-look-back-of-report.ts';
import * as findingWithdrawal from './0026-finding-withdrawal.ts';
import * as shadowRun from './0027-shadow-run.ts';

/** Every migration, applied in the order of its name; one that has shipped is never changed. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-audit-event': auditEvent,
  '0002-access': access,
  '0003-registration': registration,
  '0004-run-and-result': runAndResult,
  '0005-review-and-report': reviewAndReport,
  '0006-list-indexes': listIndexes,
  '0007-identity': identity,
  '0008-sealing': sealing,
  '0009-sample-files': sampleFiles,
  '0010-audit-indexes': auditIndexes,
  '0011-retention': retention,
  '0012-run-priority': runPriority,
  '0013-queue-and-tasks': queueAndTasks,
  '0014-batch': batch,
  '0015-report-change': reportChange,
  '0016-report-print': reportPrint,
  '0017-aftercare': aftercare,
  '0018-unsigned-tubes': unsignedTubes,
  '0019-look-back': lookBack,
  '0020-finding-versions': findingVersions,
  '0021-model-state': modelState,
  '0022-restricted-reading': restrictedReading,
  '0023-audit-verification': auditVerification,
  '0024-similar-results': similarResults,
  '0025-look-back-of-report': lookBackOfReport,
  '0026-finding-withdrawal': findingWithdrawal,
  '0027-shadow-run': shadowRun,
};
