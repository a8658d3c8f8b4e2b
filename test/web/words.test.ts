import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { qualityLimits } from '../../src/casework/quality/quality-limits.ts';
import { problemCatalogue } from '../../src/http/problem-catalogue.ts';
import { chineseProblems } from '../../src/http/problem-words.ts';
import type { JobQueue } from '../../src/jobs/job-queue.ts';
import { grantablePermissions } from '../../src/security/roles.ts';
import { sayIn } from '../../src/web/i18n/say.ts';
import { placeOf } from '../../src/web/parts/problem-place.ts';

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

it('says every problem of the service in Chinese, what it is and what to do, and in English', () => {
  expect(new Set(Object.keys(chineseProblems))).toEqual(new Set(Object.keys(problemCatalogue)));
  const chinese = sayIn('zh');
  for (const [kind, { title, remedy }] of Object.entries(problemCatalogue)) {
    const said = chinese.problem(kind);
    expect(said?.title, kind).toMatch(/\p{Script=Han}/u);
    expect(said?.remedy, kind).toMatch(/\p{Script=Han}/u);
    for (const english of [title, remedy]) expect(english, kind).toMatch(/^[^\p{Script=Han}]+$/u);
  }
  expect(chinese.problem('no-such-kind')).toBeNull();
});

it('says where something is wrong, in both languages', () => {
  const document = {
    ...{ type: '/problems/rule-violated', title: '', status: 422, detail: '' },
    ...{ errors: [{ path: 'body/dueOn' }], lines: [{ line: 3 }, { line: 7 }] },
    reasons: ['postponed-too-far'],
  };
  expect(placeOf(sayIn('zh'), document)).toBe('有误的内容：body/dueOn · 第 3, 7 行 · 推迟得太久');
  expect(placeOf(sayIn('en'), document)).toBe('In: body/dueOn · Line 3, 7 · it is put off too far');
});

/** The compiler asks for each queue by name. */
const queues: Readonly<Record<Parameters<JobQueue['enqueue']>[1], true>> = {
  ...{ 'count-bins': true, 'score-sample': true, 'look-back': true, 'shadow-run': true },
};

it('says every kind of job in Chinese', () => {
  for (const name of Object.keys(queues)) {
    expect(sayIn('zh').code(name), name).toMatch(/\p{Script=Han}/u);
  }
});

it('says every limit, its unit and every right that can be given in Chinese', () => {
  const { code } = sayIn('zh');
  const limits = qualityLimits.flatMap(({ sample, run, batch }) => [...sample, ...run, ...batch]);
  expect(limits.length).toBeGreaterThan(10);
  const said = [...limits.flatMap(({ name, unit }) => [name, unit]), ...grantablePermissions];
  for (const each of said) expect(code(each), each).toMatch(/\p{Script=Han}/u);
});
