import { Button } from 'antd';
import { mayIn, useSession } from '../api/use-session.ts';
import { useSay } from '../i18n/say.ts';
import { shanghaiMinute } from '../i18n/shanghai-time.ts';
import { isSigningOpen, signingUntil } from './signing-session.ts';
import { startSigning } from './start-signing.ts';

/** Whether one can sign now, said before one tries: a fresh second factor opens a quarter hour. */
export function SigningNote() {
  const say = useSay();
  const session = useSession();
  if (!session || !mayIn(session, 'report.sign')) return null;
  const until = signingUntil(session);
  if (until && isSigningOpen(session)) {
    const time = shanghaiMinute(until.toISOString()).slice(11);
    return <span className="quiet small">{say('signingUntil', { time })}</span>;
  }
  return (
    <Button type="primary" title={say('signingNeeded')} onClick={startSigning}>
      {say('signingStart')}
    </Button>
  );
}
