import { Button, Popconfirm } from 'antd';
import { useSay } from '../../i18n/say.ts';

interface SureButtonProps {
  readonly text: string;
  /** Whom or what it is done to. */
  readonly about: string;
  readonly isHarsh?: boolean;
  readonly onSure: () => void;
}

/** A button for what cannot be taken back: it asks once more. */
export function SureButton({ text, about, isHarsh = false, onSure }: SureButtonProps) {
  const say = useSay();
  return (
    <Popconfirm
      title={`${text}: ${about}?`}
      okText={say('confirm')}
      cancelText={say('cancel')}
      onConfirm={onSure}
    >
      <Button size="small" danger={isHarsh}>
        {text}
      </Button>
    </Popconfirm>
  );
}
