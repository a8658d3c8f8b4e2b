import type { ReportSignature, ReportSpecimen } from '../../casework/report/report-document.ts';

/** The fixed words of a printed report. */
export interface PrintWords {
  readonly title: string;
  readonly licence: string;
  readonly name: string;
  readonly number: string;
  readonly age: string;
  readonly years: string;
  readonly gestationalAge: string;
  readonly dating: Readonly<Record<ReportSpecimen['dating'], string>>;
  readonly fetusCount: string;
  readonly drawnOn: string;
  readonly receivedOn: string;
  readonly testedOn: string;
  readonly submittedBy: string;
  readonly submittingDoctor: string;
  readonly issuedAt: string;
  readonly version: string;
  readonly testItem: string;
  readonly result: string;
  readonly resultHead: readonly [string, string, string, string, string];
  readonly fetalFraction: string;
  readonly figure: string;
  readonly conclusion: string;
  readonly advice: string;
  readonly limits: string;
  readonly method: string;
  readonly kit: string;
  readonly instrument: string;
  readonly aligner: string;
  readonly assembly: string;
  readonly software: string;
  readonly roles: Readonly<Record<ReportSignature['role'], string>>;
  readonly unsigned: string;
  readonly notice: string;
  readonly amended: string;
  readonly revoked: string;
  readonly amends: string;
  readonly watermarks: Readonly<Record<'AMENDED' | 'REVOKED', string>>;
  readonly seal: string;
}

const chinese: PrintWords = {
  title: '孕妇外周血胎儿游离DNA产前筛查报告',
  licence: '执业许可',
  name: '姓名',
  number: '报告编号（样本编号）',
  age: '预产期年龄',
  years: ' 岁',
  gestationalAge: '采血孕周',
  dating: { 'last-period': '按末次月经', 'due-date': '按超声或预产期' },
  fetusCount: '胎儿数',
  drawnOn: '采血日期',
  receivedOn: '收样日期',
  testedOn: '检测日期',
  submittedBy: '送检单位',
  submittingDoctor: '送检医师',
  issuedAt: '报告日期',
  version: '报告版本',
  testItem: '检测项目',
  result: '检测结果',
  resultHead: ['目标疾病', '检测值 z', '参考范围', '筛查结果', '检测后风险'],
  fetalFraction: '胎儿游离DNA浓度',
  figure:
    '图：各目标染色体的检测值（绿色区为参考范围 −3 < z < 3；超出坐标者画于边缘）与胎儿游离DNA浓度',
  conclusion: '结果描述',
  advice: '建议',
  limits: '声明与局限性',
  method: '检测方法',
  kit: '试剂盒',
  instrument: '测序仪',
  aligner: '比对软件',
  assembly: '参考基因组',
  software: '分析软件',
  roles: { tester: '检测者', reviewer: '审核者', approver: '签发医师' },
  unsigned: '未登记',
  notice: '仅供方法学验证，不得用于临床',
  amended: '本版本已被后续版本修订取代，请勿使用',
  revoked: '本报告已撤销，请勿使用',
  amends: '修订版，取代此前各版本。修订原因：',
  watermarks: { AMENDED: '已修订', REVOKED: '已撤销' },
  seal: '校验值',
};

const english: PrintWords = {
  title: 'Prenatal screening of fetal cell-free DNA in maternal plasma',
  licence: 'Licence',
  name: 'Name',
  number: 'Report (specimen) number',
  age: 'Age at delivery',
  years: ' years',
  gestationalAge: 'Gestational age at draw',
  dating: { 'last-period': 'by last period', 'due-date': 'by ultrasound or due date' },
  fetusCount: 'Fetuses',
  drawnOn: 'Blood drawn on',
  receivedOn: 'Received on',
  testedOn: 'Tested on',
  submittedBy: 'Submitted by',
  submittingDoctor: 'Submitting doctor',
  issuedAt: 'Reported on',
  version: 'Version',
  testItem: 'Test',
  result: 'Results',
  resultHead: ['Condition', 'z', 'Reference range', 'Result', 'Risk after the test'],
  fetalFraction: 'Fetal fraction',
  figure:
    'Figure: measured value of each target chromosome (green: the reference range −3 < z < 3; values beyond the axis lie at its edge) and fetal fraction',
  conclusion: 'Result',
  advice: 'Advice',
  limits: 'Statement and limits',
  method: 'Method',
  kit: 'Kit',
  instrument: 'Sequencer',
  aligner: 'Aligner',
  assembly: 'Genome build',
  software: 'Software',
  roles: { tester: 'Tested by', reviewer: 'Reviewed by', approver: 'Issued by' },
  unsigned: 'not recorded',
  notice: 'For validation, not for clinical use',
  amended: 'A later version has replaced this one: do not use it',
  revoked: 'This report has been revoked: do not use it',
  amends: 'Amended version; it replaces every earlier one. Reason: ',
  watermarks: { AMENDED: 'AMENDED', REVOKED: 'REVOKED' },
  seal: 'Seal',
};

export const printLanguages = ['zh', 'en'] as const;

export type PrintLanguage = (typeof printLanguages)[number];

export const printWords: Readonly<Record<PrintLanguage, PrintWords>> = {
  zh: chinese,
  en: english,
};
