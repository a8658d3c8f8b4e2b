import { identityWords } from './identity-words.ts';
import type { Language } from './language.ts';

/** Words of the pages: Chinese, English. */
const words = {
  ...identityWords,
  banner: ['仅供性能验证，不用于临床', 'for validation, not for clinical use'],
  runs: ['测序批次', 'Runs'],
  run: ['批次', 'Run'],
  state: ['状态', 'State'],
  sample: ['样本', 'Sample'],
  samples: ['样本', 'Samples'],
  fetalFraction: ['胎儿游离 DNA 比例', 'Fetal fraction'],
  qc: ['质控', 'QC'],
  review: ['审核', 'Review'],
  aligner: ['比对软件', 'Aligner'],
  model: ['参考模型', 'Reference model'],
  software: ['软件版本', 'Software'],
  input: ['输入文件', 'Input'],
  value: ['数值', 'Value'],
  posterior: ['检测后风险', 'Posterior'],
  sign: ['签发报告', 'Sign and issue'],
  report: ['报告', 'Report'],
  target: ['检测项目', 'Target'],
  claim: ['补助申请', 'Subsidy claim'],
  specimen: ['标本编号', 'Specimen'],
  back: ['返回', 'Back'],
  remedy: ['处理办法', 'What to do'],
  problem: ['问题', 'Problem'],
  'no-call': ['无结果', 'No call'],
  'low-risk': ['低风险', 'Low risk'],
  'high-risk': ['高风险', 'High risk'],
  ISSUED: ['已签发', 'Issued'],
  DRAFT: ['草稿', 'Draft'],
  REVOKED: ['已撤销', 'Revoked'],
  AMENDED: ['已更正', 'Amended'],
  'page-problem': ['无法完成', 'This cannot be done'],
  'version-changed': [
    '打开此页面后，他人已作更改或结果已更新。请核对下方的当前内容后重新提交',
    'since you opened this page somebody acted or the result changed; check what stands below now',
  ],
  gestationalAge: ['采血孕周', 'Gestational age at draw'],
  ageAtDelivery: ['预产期年龄', 'Age at delivery'],
  drawnOn: ['采血日期', 'Drawn on'],
  receivedOn: ['接收日期', 'Received on'],
  testedOn: ['检测日期', 'Tested on'],
  submittedBy: ['送检单位', 'Submitted by'],
  laboratory: ['检测机构', 'Laboratory'],
  method: ['检测方法', 'Method'],
  referenceRange: ['参考范围', 'Reference range'],
  result: ['结果', 'Result'],
  conclusion: ['结论', 'Conclusion'],
  advice: ['建议', 'Advice'],
  limits: ['局限性', 'Limits'],
  signatures: ['签名', 'Signatures'],
  issuedAt: ['签发时间', 'Issued'],
  'signature-reviewer': ['审核', 'Reviewed by'],
  'signature-approver': ['签发', 'Approved by'],
  'signature-tester': ['检测', 'Tested by'],
  seal: ['封存', 'Seal'],
  version: ['版本', 'Version'],
} as const satisfies Record<string, readonly [zh: string, en: string]>;

type Word = keyof typeof words;

/** Says a word in the page's language; a word the table does not know is shown as it is. */
export type Say = (word: Word | (string & {})) => string;

export function sayIn(language: Language): Say {
  return (word) =>
    Object.hasOwn(words, word) ? words[word as Word][language === 'zh' ? 0 : 1] : word;
}
