import { useSay } from '../i18n/say.ts';
import { dueWord, type QueueLine } from './queue-lines.ts';

const tones = { late: 'bad', soon: 'unclear', 'in-time': 'plain', unknown: 'unclear' } as const;

/** How many working days are left until a sample's answer is due; the day itself as its title. */
export function DueTag({ line }: { readonly line: QueueLine }) {
  const say = useSay();
  const { word, count } = dueWord(line.workingDaysLeft);
  return (
    <span className={`tag ${tones[line.lateness]}`} title={line.dueOn ?? undefined}>
      {say(word, { count })}
    </span>
  );
}
