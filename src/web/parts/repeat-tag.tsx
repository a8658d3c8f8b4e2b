import type { Sample } from '../api/types.ts';
import { percent } from '../i18n/number-format.ts';
import { useSay } from '../i18n/say.ts';
import { WarningIcon } from './warning-icon.tsx';

type Repeat = NonNullable<Sample['history'][number]['samples'][number]['repeat']>;

/** Whether another sample of the pregnancy says the same as the one that is shown, and what not. */
export function RepeatTag({ repeat }: { readonly repeat: Repeat }) {
  const say = useSay();
  const { agreement, opposed, gap } = repeat;
  if (agreement === 'unknown') return <span className="tag plain">{say('repeatUnknown')}</span>;
  if (agreement === 'agrees') {
    return (
      <span className="tag good">
        <AgreeIcon />
        {say('repeatAgrees')}
      </span>
    );
  }
  return (
    <>
      <span className="tag bad">
        <WarningIcon />
        {say('repeatDisagrees')}
      </span>
      {opposed.length > 0 && (
        <div className="small">{say('repeatOpposed', { targets: opposed.join(', ') })}</div>
      )}
      {gap !== null && gap > 0 && (
        <div className="small">{say('repeatApart', { gap: percent(gap) })}</div>
      )}
    </>
  );
}

function AgreeIcon() {
  return (
    <svg className="tag-icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M2 8.5 6 13 14 3" fill="none" stroke="currentColor" strokeWidth="2.2" />
    </svg>
  );
}
