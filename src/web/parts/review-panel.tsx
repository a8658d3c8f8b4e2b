import type { Sample } from '../api/types.ts';
import { useSay } from '../i18n/say.ts';
import { shanghaiMinute } from '../i18n/shanghai-time.ts';
import { DecisionForm } from './decision-form.tsx';
import { SignForm } from './sign-form.tsx';
import { StateTag } from './state-tag.tsx';

interface ReviewPanelProps {
  readonly sample: Sample;
  readonly review: NonNullable<Sample['review']>;
}

/** What is decided about a sample, and what the one who looks may do. */
export function ReviewPanel({ sample, review }: ReviewPanelProps) {
  const say = useSay();
  const { report, claim } = sample;
  return (
    <section className="panel" aria-label={say('review')}>
      <div className="panel-head">
        <h2>{say('review')}</h2>
        <StateTag code={review.state} />
        {review.reasons.length > 0 && (
          <span className="quiet small">
            {say('reasons')}: {review.reasons.map(say.code).join('; ')}
          </span>
        )}
        {review.reviewer !== null && (
          <span className="small">
            {review.reviewer} · {review.decidedAt && shanghaiMinute(review.decidedAt)}
            {review.comment && ` · ${review.comment}`}
          </span>
        )}
      </div>
      {sample.mayDecide && <DecisionForm sampleId={sample.id} review={review} />}
      {sample.maySign && <SignForm sampleId={sample.id} review={review} />}
      {report && (
        <p>
          <strong>{say('issuedReport')}</strong> {shanghaiMinute(report.issuedAt)} ·{' '}
          {report.approver} · <a href={`/reports/${report.id}`}>{say('openReport')}</a>
          <br />
          {say.language === 'zh' ? report.conclusion.chinese : report.conclusion.english}
        </p>
      )}
      {claim && (
        <p className="small">
          <strong>{say('claim')}</strong> {claim.amount} <StateTag code={claim.state} />
          {claim.ledger.length > 0 &&
            ` · ${say('ledger')}: ${claim.ledger.map(say.code).join(', ')}`}
        </p>
      )}
    </section>
  );
}
