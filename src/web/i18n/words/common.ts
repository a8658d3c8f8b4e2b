import type { Words } from './words.ts';

/** Texts of the frame and of parts that several pages use. */
export const commonWords = {
  validationBanner: ['仅供性能验证，不用于临床', 'for validation, not for clinical use'],
  account: ['账户', 'Account'],
  signOut: ['退出', 'Sign out'],
  mainNavigation: ['主导航', 'Main navigation'],
  skipToContent: ['跳到内容', 'Skip to content'],
  loading: ['加载中', 'Loading'],
  tryAgain: ['重试', 'Try again'],
  reload: ['重新加载', 'Reload'],
  requestNumber: ['请求编号', 'Request'],
  remedy: ['处理办法', 'What to do'],
  noConnection: ['无法连接服务', 'The service does not answer'],
  noConnectionDetail: [
    '网络中断或服务正在重启；页面会自动重试，已填写的内容不会丢失。',
    'The network is interrupted or the service restarts; the page tries again by itself, and nothing you typed is lost.',
  ],
  notUpToDate: ['连接中断，数据可能不是最新', 'Connection lost: what is shown may be out of date'],
  sessionEnded: ['会话已结束', 'Your session has ended'],
  sessionEndedDetail: [
    '请重新登录。已填写但未提交的内容会保留。',
    'Sign in again. What you typed and did not send is kept.',
  ],
  signInAgain: ['重新登录', 'Sign in again'],
  factorNeeded: ['需要再次验证', 'Your second factor is needed again'],
  giveFactor: ['输入验证码', 'Give the code'],
  pageMissing: ['没有这个页面', 'There is no such page'],
  pageMissingDetail: ['地址可能有误。', 'The address may be wrong.'],
  pageBroken: ['页面出错', 'The page failed'],
  toRuns: ['返回测序批次', 'To the runs'],
  runs: ['测序批次', 'Runs'],
  numbersOfChart: ['图中数据', 'Numbers of the chart'],
} as const satisfies Words;
