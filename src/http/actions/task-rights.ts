import { type Caller, may } from '../../security/caller.ts';
import type { Permission } from '../../security/roles.ts';
import type { TaskKind } from '../../store/task-store.ts';

/** Whose task each is: whoever holds one of these rights can do what it asks for. */
const taskRights: Readonly<Record<TaskKind, readonly Permission[]>> = {
  'result-after-report': ['review.write'],
  'look-back-finding': ['review.write', 'look-back.manage'],
  'claim-of-revoked-report': ['report.sign', 'laboratory.configure'],
  'case-of-amended-report': ['aftercare.write'],
  'calendar-year-missing': ['laboratory.configure'],
  'high-risk-case-due': ['aftercare.write'],
  'follow-up-due': ['aftercare.write'],
  'redraw-due': ['aftercare.write'],
};

/** The kinds of tasks that are a caller's to do. */
export function taskKindsOf(caller: Caller): TaskKind[] {
  const kinds = Object.keys(taskRights) as TaskKind[];
  return kinds.filter((kind) => taskRights[kind].some((right) => may(caller, right)));
}
