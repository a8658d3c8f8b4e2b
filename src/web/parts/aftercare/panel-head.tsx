import { DueTag } from '../due-tag.tsx';
import { StateTag } from '../state-tag.tsx';

interface PanelHeadProps {
  readonly title: string;
  readonly of: {
    readonly state: string;
    readonly dueOn: string | null;
    readonly lateness: 'late' | 'soon' | 'in-time' | 'unknown';
    readonly workingDaysLeft: number | null;
  };
}

/** What one thing is, how it stands, and by when it has to move on. */
export function PanelHead({ title, of }: PanelHeadProps) {
  return (
    <div className="panel-head">
      <h2>{title}</h2>
      <StateTag code={of.state} />
      {of.dueOn !== null && (
        <>
          <span className="quiet small">{of.dueOn}</span>
          {of.workingDaysLeft !== null && <DueTag line={of} />}
        </>
      )}
    </div>
  );
}
