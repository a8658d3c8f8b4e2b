import type { Sample } from '../api/types.ts';
import { useSay } from '../i18n/say.ts';
import { WarningIcon } from './warning-icon.tsx';

/** Warns where any other sample of the pregnancy says otherwise than the one that is shown. */
export function RepeatsDisagree({ sample }: { readonly sample: Sample }) {
  const say = useSay();
  const repeats = sample.history.flatMap(({ samples }) => samples.map(({ repeat }) => repeat));
  if (!repeats.some((repeat) => repeat?.agreement === 'disagrees')) return null;
  return (
    <span className="tag bad">
      <WarningIcon />
      {say('repeatsDisagree')}
    </span>
  );
}
