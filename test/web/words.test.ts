import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';

const folder = new URL('../../src/web/i18n/words/', import.meta.url);
const joined = readdirSync(folder).filter((name) => !/^(?:index|words|codes)\.ts$/.test(name));

it('gives each text of the pages one name', async () => {
  const tables = await Promise.all(
    joined.map(
      async (name) => Object.values(await import(new URL(name, folder).href))[0] as object,
    ),
  );
  const names = tables.flatMap((table) => Object.keys(table));
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});
