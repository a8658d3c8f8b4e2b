import type { Words } from './words.ts';

/** What the service's refusals mean, by kind; any other is shown in the service's own English. */
export const problemWords = {
  'permission-missing': ['您没有权限', 'You may not do this'],
  'not-found': ['没有找到', 'This is not there'],
  'state-conflict': ['当前状态不允许此操作', 'The present state does not allow this'],
  'version-changed': [
    '打开此页面后，他人已作更改或结果已更新。请核对当前内容后重新提交',
    'Since you opened this page somebody acted or the result changed; check it and send again',
  ],
  'rule-violated': ['不符合规则', 'A rule does not allow this'],
  'licence-invalid': ['执业资格今日无效', 'Your licence is not valid today'],
  'second-factor-needed': ['需要再次验证', 'Your second factor is needed again'],
  'too-many-requests': ['请求过于频繁，请稍候', 'Too many requests: wait a little'],
  'not-ready': ['服务暂时不可用', 'The service is not ready'],
  'internal-fault': ['服务出错', 'The service failed'],
} as const satisfies Words;
