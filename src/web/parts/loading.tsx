import { Skeleton } from 'antd';
import { useSay } from '../i18n/say.ts';

/** What stands where something is still on its way. */
export function Loading() {
  const say = useSay();
  return (
    <div role="status" aria-label={say('loading')}>
      <Skeleton active={false} paragraph={{ rows: 6 }} />
    </div>
  );
}
