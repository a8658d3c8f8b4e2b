import type { Words } from './words.ts';

/** Texts of the list of runs. */
export const runWords = {
  noRuns: ['还没有登记测序批次。', 'No run has been registered yet.'],
  noRunsHint: [
    '测序仪登记批次并上传文件后会显示在这里。',
    'A run appears here once a sequencer has registered it.',
  ],
  flowcell: ['芯片', 'Flow cell'],
  instrument: ['测序仪', 'Instrument'],
  registered: ['登记时间', 'Registered'],
  state: ['状态', 'State'],
  progress: ['进度', 'Progress'],
  progressOf: ['{done} / {all} 个样本', '{done} of {all} samples'],
  progressScored: ['已分析 {count}', '{count} scored'],
  progressFailed: ['失败 {count}', '{count} failed'],
  progressWorking: ['分析中 {count}', '{count} being analysed'],
  progressArriving: ['上传中 {count}（{percent}）', '{count} uploading ({percent})'],
  progressAwaited: ['等待数据 {count}', '{count} awaiting data'],
  waitingForReview: ['待审核', 'Waiting for review'],
} as const satisfies Words;
