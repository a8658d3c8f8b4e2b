import { Empty } from 'antd';
import type { ReactNode } from 'react';
import { useSay, type Word } from '../../i18n/say.ts';
import { Loading } from '../loading.tsx';
import { ProblemNotice } from '../problem-notice.tsx';
import { HeadRow } from './head-row.tsx';

interface ItemTableProps<Item> {
  readonly query: {
    readonly data: { readonly items: readonly Item[] } | undefined;
    readonly error: unknown;
    readonly refetch: () => Promise<unknown>;
  };
  /** Why the act that was asked for last was refused, if it was. */
  readonly refusal?: unknown;
  readonly columns: readonly Word[];
  /** The row of an item. */
  readonly children: (item: Item) => ReactNode;
}

/** A list of the service's, a row an item, or what stands in its way. */
export function ItemTable<Item>({ query, refusal, columns, children }: ItemTableProps<Item>) {
  const say = useSay();
  const { data, refetch } = query;
  const error = query.error ?? refusal;
  return (
    <>
      {error != null && <ProblemNotice error={error} onRetry={() => void refetch()} />}
      {!data && !query.error && <Loading />}
      {data?.items.length === 0 && <Empty description={say('empty')} />}
      {data && data.items.length > 0 && (
        <table className="plain-table">
          <HeadRow columns={columns} />
          <tbody>{data.items.map(children)}</tbody>
        </table>
      )}
    </>
  );
}
