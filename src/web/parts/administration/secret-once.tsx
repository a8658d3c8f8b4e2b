import { Alert } from 'antd';
import { useSay } from '../../i18n/say.ts';

interface SecretOnceProps {
  readonly label: string;
  readonly secret: string | null;
  readonly onClose: () => void;
}

/** A secret that the service told once and cannot tell again. */
export function SecretOnce({ label, secret, onClose }: SecretOnceProps) {
  const say = useSay();
  if (secret === null) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={`${label} · ${say('secretOnce')}`}
      description={<code className="mono">{secret}</code>}
      closable={{ closeIcon: <span>{say('dismiss')}</span>, onClose }}
    />
  );
}
