import type { ReportDocument } from '../../http/schemas/report-overview.ts';
import { fixed, oneIn } from '../i18n/number-format.ts';
import { useSay } from '../i18n/say.ts';
import { shanghaiMinute } from '../i18n/shanghai-time.ts';
import { StateTag } from './state-tag.tsx';

interface ReportContentProps {
  readonly document: ReportDocument;
  readonly sha256: string;
}

/** A report as it was sealed, in the page's language. */
export function ReportContent({ document, sha256 }: ReportContentProps) {
  const say = useSay();
  const text = ({ chinese, english }: { chinese: string; english: string }) =>
    say.language === 'zh' ? chinese : english;
  const advice = document.neuralTube ? [...document.advice, document.neuralTube] : document.advice;
  return (
    <section className="panel report-text" aria-label={text(document.testItem)}>
      <h2>{text(document.testItem)}</h2>
      <Facts document={document} />
      <h2>{say('result')}</h2>
      <Results document={document} />
      <p>
        <span className="quiet">{say('fetalFraction')}</span> {text(document.fetalFraction.words)}
      </p>
      <h2>{say('conclusion')}</h2>
      <p className="report-conclusion">{text(document.conclusion)}</p>
      <h2>{say('advice')}</h2>
      {advice.map((each) => (
        <p key={each.english}>{text(each)}</p>
      ))}
      <h2>{say('limitsOfTest')}</h2>
      <p>{text(document.screeningStatement)}</p>
      <ul>
        {document.limits.map((limit) => (
          <li key={limit.english}>{text(limit)}</li>
        ))}
      </ul>
      <h2>{say('signatures')}</h2>
      <dl className="facts">
        {document.signatures.map(({ role, name, at }) => (
          <div key={role}>
            <dt>{say.code(role)}</dt>
            <dd>{say('decidedByAt', { name, time: shanghaiMinute(at) })}</dd>
          </div>
        ))}
      </dl>
      <details>
        <summary>{say('sealed')} (SHA-256)</summary>
        <p className="mono">{sha256}</p>
      </details>
    </section>
  );
}

function Facts({ document }: { readonly document: ReportDocument }) {
  const say = useSay();
  const { specimen, institution } = document;
  const rows = [
    [say('gestationalAge'), specimen.gestationalAgeAtDraw],
    [say('drawnOn'), specimen.drawnOn],
    [say('receivedOn'), specimen.receivedOn],
    [say('testedOn'), specimen.testedOn],
    [say('submittedBy'), institution.submittedBy],
  ];
  return (
    <dl className="facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Results({ document }: { readonly document: ReportDocument }) {
  const say = useSay();
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">{say('targetHead')}</th>
          <th scope="col">{say('result')}</th>
          <th scope="col" className="number">
            z
          </th>
          <th scope="col">{say('referenceRange')}</th>
          <th scope="col" className="number">
            {say('posteriorRisk')}
          </th>
        </tr>
      </thead>
      <tbody>
        {document.results.map((result) => (
          <tr key={result.target}>
            <th scope="row">{say.language === 'zh' ? result.name.chinese : result.name.english}</th>
            <td>
              <StateTag code={result.verdict} />{' '}
              {result.reason && (
                <span className="small quiet">
                  {say.language === 'zh' ? result.reason.chinese : result.reason.english}
                </span>
              )}
            </td>
            <td className="number">{fixed(result.z, 2)}</td>
            <td>{result.referenceRange.replaceAll('-', '−')}</td>
            <td className="number">{oneIn(result.posterior)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
