import { Button, Modal } from 'antd';
import { useSyncExternalStore } from 'react';
import { sessionEnd } from '../api/session-end.ts';
import { useSay } from '../i18n/say.ts';

/**
 * Stands over the page once the service knows the person no more: leads to the door, which leads
 * back to this very page, where drafts are as they were.
 */
export function SessionEndNotice() {
  const say = useSay();
  const end = useSyncExternalStore(sessionEnd.subscribe, sessionEnd.current);
  const isFactor = end === 'factor';
  const door = `/second-factor?to=${encodeURIComponent(location.pathname)}`;
  return (
    <Modal
      open={end !== 'none'}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      title={say(isFactor ? 'factorNeeded' : 'sessionEnded')}
      footer={
        <Button
          type="primary"
          autoFocus
          onClick={() => location.assign(isFactor ? door : location.pathname)}
        >
          {say(isFactor ? 'giveFactor' : 'signInAgain')}
        </Button>
      }
    >
      <p>{say('sessionEndedDetail')}</p>
    </Modal>
  );
}
