import { Alert, Button } from 'antd';
import { type ProblemDocument, problemOf } from '../api/problem.ts';
import { useSay } from '../i18n/say.ts';
import { placeOf } from './problem-place.ts';

interface ProblemNoticeProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** What went wrong, where, and what to do about it, as the service says it. */
export function ProblemNotice({ error, onRetry }: ProblemNoticeProps) {
  const say = useSay();
  const { kind, document } = problemOf(error);
  const retry = onRetry && (
    <Button size="small" onClick={onRetry}>
      {say('tryAgain')}
    </Button>
  );
  if (kind === 'no-connection') {
    const detail = say('noConnectionDetail');
    return (
      <Alert
        type="warning"
        showIcon
        title={say('noConnection')}
        description={detail}
        action={retry}
      />
    );
  }
  const said = say.problem(kind);
  return (
    <Alert
      type="error"
      showIcon
      title={said?.title ?? <span lang="en">{document.title}</span>}
      description={<Description document={document} remedy={said?.remedy} />}
      action={retry}
    />
  );
}

interface DescriptionProps {
  readonly document: ProblemDocument;
  /** In the page's language; without it the service's own English stands. */
  readonly remedy: string | undefined;
}

function Description({ document, remedy }: DescriptionProps) {
  const say = useSay();
  const where = placeOf(say, document);
  const request = document.status >= 500 ? document.instance?.replace(/^.*:/, '') : undefined;
  return (
    <>
      {where !== '' && <p>{where}</p>}
      {remedy !== undefined && <p>{remedy}</p>}
      <div lang="en" className={say.language === 'zh' ? 'quiet small' : ''}>
        <p>{document.detail}</p>
        {remedy === undefined && document.remedy !== undefined && (
          <p className="quiet">{document.remedy}</p>
        )}
      </div>
      {request !== undefined && (
        <p className="quiet">
          {say('requestNumber')} <code>{request}</code>
        </p>
      )}
    </>
  );
}
