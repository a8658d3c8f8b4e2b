import { useSay } from '../i18n/say.ts';

/** Says that what is shown may be out of date. */
export function StaleNotice({ isStale }: { readonly isStale: boolean }) {
  const say = useSay();
  return (
    <div role="status" className="stale">
      {isStale && <span className="tag unclear">{say('notUpToDate')}</span>}
    </div>
  );
}
