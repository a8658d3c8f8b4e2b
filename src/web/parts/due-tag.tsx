import { useSay } from '../i18n/say.ts';
import { dueWord } from './queue-lines.ts';

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
      {line.lateness === 'late' && <LateIcon />}
      {say(word, { count })}
    </span>
  );
}

function LateIcon() {
  return (
    <svg className="late-icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M8 1 16 15H0Z" fill="currentColor" />
      <path d="M8 6v4.5M8 12v1.5" stroke="var(--bad)" strokeWidth="1.8" />
    </svg>
  );
}
