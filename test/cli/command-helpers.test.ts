import { describe, expect, it } from 'vitest';
import {
  oneOf,
  requireDistinctSamples,
  sampleNameOf,
  wholeNumber,
} from '../../src/cli/arguments.ts';
import { UsageError } from '../../src/cli/command.ts';
import { formatTable } from '../../src/cli/format-table.ts';
import { problemLine } from '../../src/cli/print-problem.ts';
import { formatProgress, startProgressBar } from '../../src/cli/progress-bar.ts';

describe('words of the command line', () => {
  it('are whole numbers within limits', () => {
    const limits = { min: 1, max: 50 };
    expect(wholeNumber('--n', '50', limits)).toBe(50);
    for (const text of ['0', '51', '-1', '1.5', '1e1', '', ' 7', 'x']) {
      expect(() => wholeNumber('--n', text, limits)).toThrow(UsageError);
    }
  });

  it('are one of a few', () => {
    expect(oneOf('--x', 'b', ['a', 'b'])).toBe('b');
    expect(() => oneOf('--x', 'c', ['a', 'b'])).toThrow('--x takes a, b, not c');
  });

  it('name samples by their files', () => {
    const names = ['a/S1.bam', 'S1.bins.tsv.gz', 'S1.bins.tsv', 'S1', 'S1.sorted.bam'];
    expect(names.map(sampleNameOf)).toEqual(['S1', 'S1', 'S1', 'S1', 'S1.sorted']);
    expect(() => requireDistinctSamples(['a/S1.bam', 'b/S2.bam'])).not.toThrow();
    expect(() => requireDistinctSamples(['a/S1.bam', 'b/S1.bins.tsv'])).toThrow(/sample name, S1/);
    expect(() => requireDistinctSamples(['.bam'])).toThrow(/names no sample/);
  });
});

describe('what people see', () => {
  it('is a table', () => {
    const rows = [
      ['sample', 'reads'],
      ['a', '12'],
    ];
    expect(formatTable(rows)).toBe('sample  reads\na          12\n');
  });

  it('is a problem in one line, whatever the file’s name holds', () => {
    const problem = { kind: 'file-empty', detail: 'the file holds no byte' } as const;
    const expected = 'banyan: a.bam: the file holds no byte; copy it again from its source';
    expect(problemLine('a.bam', problem)).toBe(expected);
    expect(problemLine('a\n\x1b[31m.bam', problem)).toContain('a??[31m.bam');
  });

  it('is a bar', () => {
    expect(formatProgress('count', 0.5)).toBe('count [###############               ]  50 %');
    expect(formatProgress('count', 7)).toContain('] 100 %');
    expect(formatProgress('count', -1)).toContain(']   0 %');
  });

  it.each([
    [true, 1300, /\r.*50 %.*\[K$/s],
    [true, 200, /^$/],
    [false, 1300, /^$/],
  ])(
    'shows a bar only on a terminal (%s), only after a second (%i ms)',
    async (isTTY, wait, text) => {
      const written: string[] = [];
      const stream = { isTTY, write: (one: string) => written.push(one) } as never;
      const bar = startProgressBar({ label: 'count', fractionDone: () => 0.5, stream });
      await new Promise((resolve) => setTimeout(resolve, wait));
      bar.stop();
      expect(written.join('')).toMatch(text);
    },
  );
});
