import { useSay } from '../i18n/say.ts';
import { keyOf } from './queue-keys.ts';
import type { QueueTab } from './queue-lines.ts';

const decisions = ['approve', 'retest', 'redraw', 'no-call'] as const;

/** Every key of the queue, always on the screen. */
export function KeyList({ tab }: { readonly tab: QueueTab }) {
  const say = useSay();
  const acts =
    tab === 'sign'
      ? [{ key: keyOf.sign, text: say('signAct') }]
      : [
          ...decisions.map((verb) => ({ key: keyOf[verb], text: say.code(verb) })),
          { key: keyOf.comment, text: say('comment') },
        ];
  const keys = [
    { key: `${keyOf.next} ↓`, text: say('next') },
    { key: `${keyOf.previous} ↑`, text: say('previous') },
    ...acts,
    { key: keyOf.confirm, text: say('confirm') },
    { key: keyOf.cancel, text: say('cancel') },
    { key: keyOf.open, text: say('openSample') },
  ];
  return (
    <dl className="key-list" aria-label={say('keys')}>
      {keys.map(({ key, text }) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}
