import type { ProblemKind } from './problem-catalogue.ts';

/** What is wrong and what can be done, in Chinese; the catalogue itself says both in English. */
interface ProblemWords {
  readonly title: string;
  readonly remedy: string;
}

const again = '请按详情改正后重新提交';

/** Every kind of problem in Chinese, for pages: a kind that is missing does not compile. */
export const chineseProblems: Readonly<Record<ProblemKind, ProblemWords>> = {
  'report-differs': {
    title: '报告与封存的内容不符',
    remedy: '保持数据目录原样，并校验审计链：banyan audit verify',
  },
  'glyph-missing': {
    title: '没有字体包含页面上的某个字符',
    remedy: '把含该字符的字体放入服务的 BANYAN_FONTS 目录，然后重启服务',
  },
  'file-unreadable': { title: '文件无法读取', remedy: '检查路径是否存在、是否有读取权限' },
  'file-empty': { title: '文件是空的', remedy: '从来源重新复制' },
  'bam-not-bam': {
    title: '文件不是 BAM',
    remedy: '请提供比对软件写出的 BAM，例如 samtools view -b -o sample.bam sample.sam',
  },
  'bam-is-sam': {
    title: '文件是 SAM 文本',
    remedy: '请转换：samtools sort -o sample.bam sample.sam',
  },
  'bam-is-cram': {
    title: '文件是 CRAM',
    remedy: '请转换：samtools view -b -T reference.fa -o sample.bam sample.cram',
  },
  'bam-truncated': { title: 'BAM 不完整', remedy: '文件缺少结尾，请重新复制或重新生成' },
  'bam-block-damaged': {
    title: 'BAM 的一个 BGZF 块已损坏',
    remedy: '文件内容已改变，请从来源重新复制',
  },
  'bam-record-damaged': {
    title: 'BAM 的一条记录已损坏',
    remedy: '请重新生成 BAM，并用 samtools quickcheck -v 检查',
  },
  'bam-header-damaged': {
    title: 'BAM 的文件头已损坏',
    remedy: '请重新生成 BAM，并用 samtools view -H 检查',
  },
  'bam-unsorted': {
    title: 'BAM 未按坐标排序',
    remedy: '请排序：samtools sort -o sorted.bam sample.bam',
  },
  'assembly-unknown': {
    title: '参考序列不属于已知的人类基因组版本',
    remedy: '请比对到 GRCh37、GRCh38 或 T2T-CHM13v2.0',
  },
  'assembly-mixed': { title: '参考序列混用了不同版本', remedy: '请把全部序列比对到同一版本' },
  'no-usable-reads': {
    title: '没有序列通过过滤',
    remedy: '检查该次测序，以及序列的比对质量、重复和配对标记',
  },
  'sources-differ': {
    title: '同一样本的文件不属于一起',
    remedy: '只能合并基因组版本和窗口大小相同的文件',
  },
  'bins-malformed': { title: '计数文件格式有误', remedy: '请用 banyan count 重新生成' },
  'bins-version': { title: '计数文件的版本未知', remedy: '请用此版本的 banyan count 重新生成' },
  'bins-no-gc': {
    title: '计数文件没有序列的 GC 含量',
    remedy: '请用 banyan count 重新计数，或用 --gc 指定 wig 文件',
  },
  'wig-malformed': {
    title: 'wig 文件格式有误',
    remedy: '请提供从 1 开始、步长能整除窗口大小的 fixedStep wig',
  },
  'npz-malformed': {
    title: 'npz 文件中没有样本的计数',
    remedy: '请提供 WisecondorX convert 写出的文件，或用 banyan count 对 BAM 计数',
  },
  'samples-malformed': {
    title: '样本表格式有误',
    remedy: '请提供含 sample、fetal_sex、fetal_fraction、batch 列的 CSV',
  },
  'control-group-too-small': { title: '对照组太小', remedy: '请提供至少 10 个未受累样本' },
  'control-group-unusable': {
    title: '对照组不能建立模型',
    remedy: '检查样本是否互不相同、未受累，且基因组版本与窗口大小一致',
  },
  'model-malformed': {
    title: '参考模型损坏或不完整',
    remedy: '请重新复制模型目录，或用 banyan model build 重建',
  },
  'model-changed': {
    title: '参考模型与其 SHA-256 不符',
    remedy: '请重新复制模型目录，或用 banyan model build 重建',
  },
  'model-mismatch': {
    title: '样本与参考模型不匹配',
    remedy: '请按模型的基因组版本和窗口大小对样本计数',
  },
  'analysis-malformed': {
    title: '分析结果格式有误',
    remedy: '请提供 banyan analyse 写出的、未经改动的 JSON',
  },
  'analysis-not-repeatable': {
    title: '用所提供的内容无法重复此分析',
    remedy: '请提供其中注明的输入文件、模型和 banyan 版本',
  },
  'analysis-differs': {
    title: '分析结果与其输入不符',
    remedy: '请视为已被改动，并重新分析输入',
  },
  'output-unwritable': {
    title: '无法写入输出',
    remedy: '检查输出目录是否存在、可写且有足够空间',
  },
  'forbidden-transition': {
    title: '当前状态不允许此操作',
    remedy: '请查看当前状态；可能已有他人处理',
  },
  'date-malformed': { title: '日期无效', remedy: again },
  'calendar-year-missing': {
    title: '尚无该年的节假日',
    remedy: '请安装包含该年节假日的版本',
  },
  'gestational-age-malformed': { title: '孕周格式有误', remedy: again },
  'gestational-age-unlikely': {
    title: '孕周不可能属于一次妊娠',
    remedy: '核对孕周与日期后重新提交',
  },
  'identifier-malformed': { title: '证件号格式有误', remedy: '核对证件类型与号码后重新提交' },
  'identifier-check-digit': { title: '证件号的校验码有误', remedy: '核对号码的每一位后重新提交' },
  'identifier-birth-date': {
    title: '证件号中的出生日期不可能',
    remedy: '核对号码的每一位后重新提交',
  },
  'identifier-sex': { title: '证件号不属于女性', remedy: '核对是否误用了他人的证件' },
  'decision-forbidden': { title: '此审核不能作出该决定', remedy: '查看允许的决定后重新提交' },
  'signatures-not-distinct': {
    title: '审核人与签发人是同一人',
    remedy: '请由另一位有资格的人员签发',
  },
  'report-incomplete': { title: '报告缺少必需的内容', remedy: '补全详情所列的内容后重新签发' },
  'amount-malformed': { title: '金额格式有误', remedy: again },
  'sample-sheet-malformed': {
    title: '样本表中有不能使用的行',
    remedy: '改正所列的每一行，然后重新登记',
  },
  'diagnosis-incomplete': {
    title: '诊断没有回答此病例',
    remedy: '逐一注明此病例每种目标疾病的诊断结果',
  },
  'fetal-sex-told': { title: '文字会透露胎儿性别', remedy: '删去透露性别的内容后重新提交' },
  'phenotype-not-allowed': { title: '该表型不在使用范围内', remedy: '请从列表中选择表型' },
  'request-malformed': { title: '提交的内容有误', remedy: '改正所列的各项后重新提交' },
  'key-missing': { title: '没有有效的密钥、令牌或会话', remedy: '请重新登录' },
  'permission-missing': { title: '您没有权限', remedy: '如需此权限，请向管理员申请相应的角色' },
  'sign-in-refused': {
    title: '登录被拒绝',
    remedy: '核对账户名与所填内容，或请管理员重置',
  },
  'sign-in-locked': { title: '失败次数过多', remedy: '请稍候再试，或请管理员重置' },
  'second-factor-needed': { title: '需要再次验证', remedy: '请输入新的验证码' },
  'enrolment-needed': { title: '需要先设置第二因素', remedy: '请在登录页面设置验证器' },
  'password-change-needed': { title: '需要先更改初始密码', remedy: '请在登录页面更改密码' },
  'password-weak': { title: '密码不能使用', remedy: '请选择 12 至 128 个字符、不易被猜到的密码' },
  'licence-invalid': {
    title: '执业资格今日无效',
    remedy: '请系统管理员录入有效的执业证后再签发',
  },
  'cross-site-request': { title: '请求来自其他网站', remedy: '请只在本服务的页面上提交' },
  'not-found': { title: '没有找到', remedy: '核对编号或地址' },
  'method-not-allowed': { title: '此处不允许该方法', remedy: '允许的方法见 /openapi.json' },
  'state-conflict': {
    title: '当前状态不允许此操作',
    remedy: '请查看当前状态；可能已有他人处理',
  },
  'batch-not-released': {
    title: '此样本的批次尚未放行',
    remedy: '等待批次其余样本完成，或由实验室主任评判红灯后放行',
  },
  'not-pre-approvable': {
    title: '此样本并非无异常',
    remedy: '请打开样本单独审核和签发；原因已列出',
  },
  'version-changed': {
    title: '打开此页面后，他人已作更改或结果已更新',
    remedy: '请核对当前内容后重新提交；已填写的内容保留着',
  },
  'job-cancelled': {
    title: '有人取消了此样本的分析',
    remedy: '把任务重新排队，或重新上传文件',
  },
  'already-registered': {
    title: '已用其他内容登记过',
    remedy: '请查看已登记的内容，或使用另一个编号',
  },
  'request-in-flight': { title: '同一请求正在处理', remedy: '请稍候再试' },
  'upload-conflict': {
    title: '这一部分接不上已上传的内容',
    remedy: '查询已上传的位置后从该处继续',
  },
  'request-too-slow': {
    title: '请求到达得太慢',
    remedy: '换用更快的网络，或分成更小的部分重新提交',
  },
  'headers-too-large': { title: '请求头太大', remedy: '请求头合计不得超过 16 KB' },
  'body-too-large': { title: '内容太大', remedy: '文件请用上传功能，其他内容请分次提交' },
  'media-type-unknown': { title: '无法识别内容类型', remedy: '请以 application/json 提交' },
  'idempotency-key-reused': { title: '此请求标识已用于另一请求', remedy: '请重新加载页面后再试' },
  'idempotency-key-malformed': {
    title: '此处不能使用该请求标识',
    remedy: '标识须为 1 至 200 个可打印 ASCII 字符；返回密钥的请求不带标识',
  },
  'rule-violated': { title: '不符合规则', remedy: '请按所列原因改正' },
  'upload-refused': {
    title: '上传的文件不属于已登记的测序批次',
    remedy: '上传时注明批次、样本表中的文件名和 sha256',
  },
  'file-hash-mismatch': {
    title: '文件与注明的 SHA-256 不符',
    remedy: '内容在传输中改变，请重新上传',
  },
  'too-many-requests': { title: '请求过于频繁', remedy: '请稍候再试' },
  'internal-fault': { title: '服务出错', remedy: '请重试；如仍出错，把请求编号告诉管理员' },
  'storage-full': { title: '服务的磁盘将满', remedy: '请稍后再试，并请管理员腾出空间' },
  'quota-exceeded': { title: '测序文件的配额已用完', remedy: '请实验室删除旧文件或提高配额' },
  'not-ready': { title: '服务暂时不可用', remedy: '请稍候再试' },
};
