import type { ReportTemplate } from './report-template.ts';

/**
 * Every wording ever used. Version 1 follows Guo Wei Ban Fu You Fa [2016] 45 (domain page, section
 * 2.2): advice in every case, low fetal fraction named as a risk of its own, no step on this result
 * alone.
 */
export const reportTemplates: readonly ReportTemplate[] = [
  {
    id: 'national-2016',
    version: 1,
    validFrom: '2016-10-27',
    validTo: null,
    testItem: {
      chinese: '孕妇外周血胎儿游离DNA产前筛查（21三体、18三体、13三体）',
      english: 'Prenatal screening of fetal cell-free DNA in maternal plasma: trisomies 21, 18, 13',
    },
    targets: {
      T21: { chinese: '21三体', english: 'trisomy 21' },
      T18: { chinese: '18三体', english: 'trisomy 18' },
      T13: { chinese: '13三体', english: 'trisomy 13' },
    },
    verdicts: {
      'low-risk': { chinese: '低风险', english: 'low risk' },
      'high-risk': { chinese: '高风险', english: 'high risk' },
      'no-call': { chinese: '未得出结果', english: 'no result' },
    },
    conclusions: {
      'low-risk': {
        chinese: '{targets}综合征低风险。',
        english: 'Low risk of {targets}.',
      },
      'high-risk': {
        chinese: '{targets}综合征高风险。',
        english: 'High risk of {targets}.',
      },
      'no-call': {
        chinese: '因{reason}，{targets}综合征未能得出结果。',
        english: 'No result for {targets}: {reason}.',
      },
    },
    advice: {
      'low-risk': {
        chinese:
          '建议定期进行常规产前检查；如同时存在胎儿影像学检查异常，应进行遗传咨询及相应产前诊断。本检测不是产前诊断。',
        english:
          'Continue routine antenatal care. If imaging of the fetus is abnormal, seek genetic ' +
          'counselling and the fitting prenatal diagnosis. This test is not a prenatal diagnosis.',
      },
      'high-risk': {
        chinese:
          '建议尽快到产前诊断机构进行遗传咨询，并行介入性产前诊断以明确诊断。不得仅凭本结果终止妊娠。',
        english:
          'Seek genetic counselling at a prenatal diagnosis centre soon, and invasive prenatal ' +
          'diagnosis to settle the finding. Never end a pregnancy on this result alone.',
      },
      redraw: {
        chinese: '建议重新采血检测，并进行遗传咨询；胎儿游离DNA浓度偏低本身亦需结合超声检查评估。',
        english:
          'Repeat the test with a new blood sample and seek genetic counselling; a low fetal ' +
          'fraction itself calls for an ultrasound assessment.',
      },
      'no-redraw': {
        chinese: '重新采血后仍未得出结果，建议进行遗传咨询、超声检查评估及介入性产前诊断。',
        english:
          'No result after a repeated blood sample: seek genetic counselling, an ultrasound ' +
          'assessment and invasive prenatal diagnosis.',
      },
    },
    noCallReasons: {
      'fetal-fraction': {
        chinese: '胎儿游离DNA浓度不足或无法估计',
        english: 'the fetal fraction is too low or cannot be estimated',
      },
      qc: { chinese: '测序数据量或质量不足', english: 'the sequencing data are not sufficient' },
      'z-low': {
        chinese: '检测值低于参考范围',
        english: 'the value lies below the reference range',
      },
      grey: { chinese: '检测值处于灰区', english: 'the value lies in the grey zone' },
      discordant: {
        chinese: '检测值与胎儿游离DNA浓度不相符',
        english: 'the value does not agree with the fetal fraction',
      },
      'reviewer-decision': {
        chinese: '经人工复核不宜出具结论',
        english: 'the review did not allow a conclusion',
      },
      other: {
        chinese: '检测数据未达到出具结论的要求',
        english: 'the data do not allow a conclusion',
      },
    },
    screeningStatement: {
      chinese: '本检测为产前筛查，结果不是产前诊断，不能作为诊断依据。',
      english: 'This is a screening test. Its result is not a diagnosis.',
    },
    neuralTube: {
      chinese: '未行孕中期血清学筛查者，仍应在孕中期进行胎儿神经管缺陷风险评估。',
      english:
        'Without mid-trimester serology the risk of a neural-tube defect is still to be assessed.',
    },
    multiplePregnancy: {
      chinese: '多胎妊娠：高风险指至少一胎；各胎儿游离DNA浓度较单胎低，检出率可能降低。',
      english:
        'Multiple pregnancy: high risk means at least one fetus; the fetal fraction of each is ' +
        'lower than in a singleton and detection may be lower.',
    },
    limits: [
      {
        chinese: '仅针对上述三种染色体三体，不排除其他染色体异常、微缺失微重复及单基因病。',
        english: 'Only the three trisomies named are screened; nothing else is excluded.',
      },
      {
        chinese:
          '胎盘局限性嵌合、胎儿嵌合、双胎之一消失、孕妇自身染色体异常或拷贝数变异、孕妇肿瘤、近期异体输血、移植或细胞治疗可能导致假阳性或假阴性。',
        english:
          'Placental or fetal mosaicism, a vanished twin, a chromosome or copy-number change or a ' +
          'tumour of the mother, a recent transfusion, transplant or cell therapy can mislead the test.',
      },
      {
        chinese: '低风险不等于没有风险，存在假阴性可能。',
        english: 'Low risk is not no risk: a false negative is possible.',
      },
    ],
  },
];
