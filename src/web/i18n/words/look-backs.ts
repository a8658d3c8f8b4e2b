import type { Words } from './words.ts';

/** Texts of look-back: what touched reports, and what a run beside says of them. */
export const lookBackWords = {
  lookBack: ['回溯', 'Look-back'],
  lookBackOf: ['回溯：{by} {value}', 'Look-back: {by} {value}'],
  newLookBack: ['新的回溯', 'New look-back'],
  lookBackHint: [
    '用现行模型与软件版本重新分析受影响的已签发报告；原报告、原结果不变。结果不同的成为待办，由审核医师提出更正或撤销。',
    'Runs the issued reports that were touched again beside, with the present model and version; no report or result changes. What differs becomes a task: a reviewer proposes to amend or revoke.',
  ],
  touchedBy: ['受何影响', 'Touched by'],
  touchedValue: ['名称或编号', 'Name or number'],
  preview: ['预览', 'Preview'],
  previewCount: [
    '涉及 {reports} 份报告，其中 {inForce} 份有效，将重新分析。',
    'Touches {reports} reports; {inForce} of them are in force and would be run again.',
  ],
  previewNone: ['没有涉及任何有效报告。', 'No report in force was touched.'],
  lookBackReason: [
    '怀疑什么（至少 10 个字；加密保存）',
    'What is suspected (10 characters or more; kept sealed)',
  ],
  startLookBack: ['开始重新分析', 'Run them again'],
  noLookBacks: ['还没有回溯。', 'No look-back was opened.'],
  openedBy: ['发起人', 'Opened by'],
  rerunOf: ['已分析 {done} / {reports}', '{done} of {reports} run again'],
  changedCount: ['{count} 份结果不同', '{count} changed'],
  failedCount: ['{count} 份无法重新分析', '{count} failed'],
  seeJobs: ['若停滞，请查看任务队列', 'If it stands still, see the jobs'],
  beforeAfter: ['原结果 → 重新分析（Z 值）', 'Before → run again (z)'],
  rerunWith: ['重新分析所用', 'Run again with'],
  noneOfThese: ['没有这类报告。', 'No report of this kind.'],
  proposeChange: ['查看并提出更正', 'See it and propose a change'],
  lookBackSays: ['回溯发现', 'A look-back says otherwise'],
  useAsReason: ['填入更正原因', 'Use as the reason'],
  lookBackReasonText: [
    '回溯重新分析（{by} {value}）：{changes}',
    'Run again in a look-back ({by} {value}): {changes}',
  ],
} as const satisfies Words;
