import { useSay, type Word } from '../../i18n/say.ts';

/** The head of a table: a cell a column. */
export function HeadRow({ columns }: { readonly columns: readonly Word[] }) {
  const say = useSay();
  return (
    <thead>
      <tr>
        {columns.map((column) => (
          <th key={column} scope="col">
            {say(column)}
          </th>
        ))}
      </tr>
    </thead>
  );
}
