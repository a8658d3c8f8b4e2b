/** What refusals mean where the page says it otherwise than the service's own English. */
export const englishProblems = {
  'permission-missing': 'You may not do this',
  'not-found': 'This is not there',
  'state-conflict': 'The present state does not allow this',
  'version-changed':
    'Since you opened this page somebody acted or the result changed; check it and send again',
  'rule-violated': 'A rule does not allow this',
  'licence-invalid': 'Your licence is not valid today',
  'second-factor-needed': 'Your second factor is needed again',
  'too-many-requests': 'Too many requests: wait a little',
  'not-ready': 'The service is not ready',
  'internal-fault': 'The service failed',
} as const satisfies Readonly<Record<string, string>>;
