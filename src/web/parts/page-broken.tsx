import { Button, Result } from 'antd';
import { useSay } from '../i18n/say.ts';

/** A page that failed in the browser: loading it anew is all there is to do. */
export function PageBroken({ detail }: { readonly detail: string }) {
  const say = useSay();
  const again = <Button onClick={() => location.reload()}>{say('reload')}</Button>;
  return <Result status="error" title={say('pageBroken')} subTitle={detail} extra={again} />;
}
