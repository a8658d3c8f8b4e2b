import { Alert, Button } from 'antd';
import { problemOf } from '../api/problem.ts';
import { useSay } from '../i18n/say.ts';

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
  const request = document.status >= 500 ? document.instance?.replace(/^.*:/, '') : undefined;
  const description = (
    <div lang="en">
      <p>{document.detail}</p>
      {document.remedy !== undefined && <p className="quiet">{document.remedy}</p>}
      {request !== undefined && (
        <p className="quiet">
          {say('requestNumber')} <code>{request}</code>
        </p>
      )}
    </div>
  );
  return (
    <Alert
      type="error"
      showIcon
      title={say.problem(kind) ?? <span lang="en">{document.title}</span>}
      description={description}
      action={retry}
    />
  );
}
