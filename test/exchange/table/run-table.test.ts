import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csv } from '../../../src/exchange/table/csv.ts';
import { type RunTableSample, runTable } from '../../../src/exchange/table/run-table.ts';
import { xlsx } from '../../../src/exchange/table/xlsx.ts';
import { hasTool, peerDescribe } from '../../support/peers.ts';
import { analysisExample, restrictedExample } from '../../support/report-example.ts';

const sample: RunTableSample = {
  ...{ name: 'S1', specimenNumber: 'N20260420001', kind: 'patient', state: 'SCORED' },
  ...{ result: analysisExample({ T21: 'high-risk' }), reviewState: 'APPROVED', reportId: null },
};
const waiting = { ...sample, name: 'S2', result: null, reviewState: null };

describe('the table of a run', () => {
  it('has a row a sample, with units in its head, in both languages', () => {
    const english = runTable([sample, waiting], 'en');
    expect(english.head).toEqual([
      ...['Sample', 'Specimen', 'Kind', 'State', 'Reads counted (millions)', 'Mapped (%)'],
      ...['Duplicates (%)', 'GC (%)', 'Quality', 'Fetal fraction (%)'],
      ...['Chromosome 13 z (sd)', 'Chromosome 18 z (sd)', 'Chromosome 21 z (sd)'],
      ...['Trisomy 13 computed', 'Trisomy 18 computed', 'Trisomy 21 computed'],
      ...['Review', 'Report'],
    ]);
    expect(english.rows[0]).toEqual([
      ...['S1', 'N20260420001', 'patient', 'SCORED', 3, 97.5, 3, 41, 'pass', 10.5],
      ...[0.46, 0.46, 12.35, 'low-risk', 'low-risk', 'high-risk', 'APPROVED', null],
    ]);
    expect(english.rows[1].slice(4)).toEqual(Array(14).fill(null));
    const chinese = runTable([sample, waiting], 'zh');
    expect(chinese.rows).toEqual(english.rows);
    expect(chinese.head.filter((words) => !/\p{Script=Han}/u.test(words))).toEqual([]);
  });

  it('is the same for a boy and a girl', () => {
    const of = (sex: 'female' | 'male') => {
      const result = { ...analysisExample(), restricted: restrictedExample(sex) };
      return csv(runTable([{ ...sample, result }], 'en'));
    };
    expect(of('male')).toBe(of('female'));
    expect(of('male')).not.toMatch(/777|\bsex\b|male|chr_?[XY]/i);
  });
});

describe('CSV', () => {
  it('computes the worked example', () => {
    expect(csv({ head: ['a', 'b'], rows: [['=1', -2]] })).toBe("\ufeffa,b\r\n'=1,-2\r\n");
  });

  it('comes back as it was, whatever stands in a cell', () => {
    const cells = fc.array(
      fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 3 }),
    );
    fc.assert(
      fc.property(cells, (rows) => {
        const text = csv({ head: ['one', 'two'], rows });
        const read = readCsv(text.slice(1)).slice(1);
        expect(
          read.map((row) => row.map((cell) => cell.replace(/^'(?=[\s=+\-@＝＋－＠])/u, ''))),
        ).toEqual(rows);
      }),
    );
  });

  it('never begins a cell of text as a formula', () => {
    const lead = fc.constantFrom('=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠', ' =');
    fc.assert(
      fc.property(lead, fc.string(), (first, rest) => {
        const [, [cell]] = readCsv(csv({ head: ['a'], rows: [[first + rest]] }).slice(1));
        expect(cell).toBe(`'${first}${rest}`);
      }),
    );
  });
});

/** RFC 4180 read strictly. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  for (let row: string[] = [], match = pattern.exec(text); match; match = pattern.exec(text)) {
    row.push(match[1] === undefined ? match[2] : match[1].replaceAll('""', '"'));
    if (match[3] === '\r\n') rows.push(row.splice(0));
  }
  return rows;
}

const unzip = { what: 'unzip', present: hasTool('unzip') };

peerDescribe('an Excel workbook, as unpacked by unzip', unzip, () => {
  it('holds text as text and numbers as numbers', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'banyan-xlsx-'));
    const file = join(folder, 'run.xlsx');
    writeFileSync(file, await xlsx({ head: ['福州', 'b'], rows: [['=1+1', -1.5]] }, 'FC-1'));
    expect(spawnSync('unzip', ['-t', file]).status).toBe(0);
    const read = spawnSync('unzip', ['-p', file]).stdout.toString();
    rmSync(folder, { recursive: true, force: true });
    expect(read).toContain('福州');
    expect(read).toContain('=1+1');
    expect(read).toContain('<v>-1.5</v>');
    expect(read).not.toMatch(/<f>|<f /);
  });
});
