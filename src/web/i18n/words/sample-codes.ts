import type { Words } from './words.ts';

/** Words of the service on a sample's page: what became of others, and what rests on X and Y. */
export const sampleCodes = {
  'judge-sex-chromosomes': ['判断性染色体非整倍体', 'judge an aneuploidy of X or Y'],
  'judge-fetal-fraction': ['判断胎儿比例', 'judge the fetal fraction'],
  'judge-twins': ['判断双胎或双胎之一消失', 'judge twins, or one that vanished'],
  'fetal-sex-unclear': ['Y 信号不明确', 'Y is neither there nor not'],
  'chr-x-unusual': ['X 偏离预期', 'X stands off'],
  'chr-x-chr-y-discordant': ['X 与 Y 不一致', 'X and Y disagree'],
  'fragments-profile-discordant': [
    '片段长度与常染色体不一致',
    'fragment lengths and autosomes disagree',
  ],
  'fate-confirmed': ['诊断证实', 'confirmed by diagnosis'],
  'fate-refuted': ['诊断否定', 'refuted by diagnosis'],
  'fate-excluded': ['诊断排除', 'excluded by diagnosis'],
  'fate-born': ['活产，未做诊断', 'born, no diagnosis'],
  'fate-reported': ['已报告，尚无随访结果', 'reported, nothing known since'],
  'fate-open': ['未签发', 'not signed'],
} as const satisfies Words;
