import { Result } from 'antd';
import { Link } from '../app/navigation.tsx';
import { useSay } from '../i18n/say.ts';

/** An address at which there is nothing. */
export function PageMissing() {
  const say = useSay();
  const back = <Link href="/">{say('toRuns')}</Link>;
  return (
    <Result
      status="warning"
      title={say('pageMissing')}
      subTitle={say('pageMissingDetail')}
      extra={back}
    />
  );
}
