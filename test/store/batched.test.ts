import { describe, expect, it } from 'vitest';
import { batched } from '../../src/store/batched.ts';

/** A loader that answers when it is told to, and says what it was asked. */
function slowLoader() {
  const asked: (readonly number[])[] = [];
  const answers: (() => void)[] = [];
  const find = batched(async (keys: readonly number[]) => {
    asked.push(keys);
    await new Promise<void>((resolve) => answers.push(resolve));
    if (keys.includes(-1)) throw new Error('refused');
    return new Map(keys.filter((key) => key < 100).map((key) => [key, `value ${key}`]));
  });
  return { asked, answers, find };
}

const turn = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));

describe('batched', () => {
  it('asks for what came together at once, and for each key once', async () => {
    const { asked, answers, find } = slowLoader();
    const found = Promise.all([find(1), find(2), find(1), find(100)]);
    await turn();
    answers[0]();
    expect(await found).toEqual(['value 1', 'value 2', 'value 1', undefined]);
    expect(asked).toEqual([[1, 2, 100]]);
  });

  it('answers nobody from what was asked before he came', async () => {
    const { asked, answers, find } = slowLoader();
    const first = find(1);
    await turn();
    const later = Promise.all([find(1), find(2)]);
    await turn();
    expect(asked).toEqual([[1]]);
    answers[0]();
    await first;
    await turn();
    expect(asked).toEqual([[1], [1, 2]]);
    answers[1]();
    expect(await later).toEqual(['value 1', 'value 2']);
  });

  it('tells a fault to those it met, and goes on', async () => {
    const { answers, find } = slowLoader();
    const met = Promise.allSettled([find(-1), find(3)]);
    await turn();
    const next = find(4);
    answers[0]();
    expect((await met).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await turn();
    answers[1]();
    expect(await next).toBe('value 4');
  });
});
