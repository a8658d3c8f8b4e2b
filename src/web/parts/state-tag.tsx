import { useSay } from '../i18n/say.ts';

const tones: Readonly<Record<string, string>> = {
  ...{ 'low-risk': 'good', pass: 'good', SCORED: 'good', QC_PASS: 'good', APPROVED: 'good' },
  ...{ URGENT: 'unclear', 'high-risk': 'bad', failure: 'bad', FAILED: 'bad', QC_FAIL: 'bad' },
  ...{ 'no-call': 'unclear', warning: 'unclear', HELD: 'unclear', NO_CALL: 'unclear' },
  ...{
    green: 'good',
    RELEASED: 'good',
    IN_USE: 'good',
    red: 'bad',
    CONTROLS_FAIL: 'bad',
    amber: 'unclear',
  },
  ...{
    PENDING: 'open',
    CANDIDATE: 'open',
    IN_REVIEW: 'open',
    UPLOADING: 'open',
    PROCESSING: 'open',
  },
};

/** A state, verdict or check in its colour; the word always stands with it. */
export function StateTag({ code }: { readonly code: string }) {
  const say = useSay();
  return <span className={`tag ${tones[code] ?? 'plain'}`}>{say.code(code)}</span>;
}
