import { SetupProblem } from './security/setup-problem.ts';
import type { ObjectStoreSettings } from './store/object-store.ts';

export type { ObjectStoreSettings } from './store/object-store.ts';

type Texts = Readonly<Record<keyof ObjectStoreSettings, string | null>>;

/** The settings of an S3-compatible store, null without a bucket; a wrong one is one line. */
export function objectStoreSettings(texts: Texts): ObjectStoreSettings | null {
  const { bucket, region, accessKeyId, secretAccessKey } = texts;
  if (bucket === null) return null;
  const url = URL.canParse(bucket) ? new URL(bucket) : null;
  const isBucket = /^\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/?$/.test(url?.pathname ?? '');
  if (!url || !/^https?:$/.test(url.protocol) || !isBucket || url.search || url.username) {
    throw new SetupProblem('BANYAN_OBJECT_STORE is not of the form https://host/bucket');
  }
  if (accessKeyId === null || secretAccessKey === null) {
    throw new SetupProblem('BANYAN_OBJECT_STORE needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
  }
  const address = `${url.origin}${url.pathname.replace(/\/$/, '')}`;
  return { bucket: address, region: region ?? 'us-east-1', accessKeyId, secretAccessKey };
}
