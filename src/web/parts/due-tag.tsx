import { useSay } from '../i18n/say.ts';
import { dueWord } from './queue-lines.ts';
import { WarningIcon } from './warning-icon.tsx';

interface Due {
  readonly dueOn: string | null;
  readonly lateness: 'late' | 'soon' | 'in-time' | 'unknown';
  readonly workingDaysLeft: number | null;
}

const tones = { late: 'bad', soon: 'unclear', 'in-time': 'plain', unknown: 'unclear' } as const;

/** How many working days are left until something is due; the day itself as its title. */
export function DueTag({ line }: { readonly line: Due }) {
  const say = useSay();
  const { word, count } = dueWord(line.workingDaysLeft);
  return (
    <span className={`tag ${tones[line.lateness]}`} title={line.dueOn ?? undefined}>
      {line.lateness === 'late' && <WarningIcon />}
      {say(word, { count })}
    </span>
  );
}
