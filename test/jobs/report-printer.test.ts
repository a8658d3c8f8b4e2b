import { createHash } from 'node:crypto';
import { copyFileSync, globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PrintedReport } from '../../src/exchange/print/report-print.ts';
import { createReportPrinter, type ReportPrinter } from '../../src/jobs/report-printer.ts';
import { textOfPdf } from '../support/pdf-text.ts';
import { hasTool, peerDescribe } from '../support/peers.ts';
import { printedReportExample } from '../support/printed-report.ts';
import { analysisExample } from '../support/report-example.ts';

let folder: string;
let printer: ReportPrinter;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'banyan-print-'));
  printer = createReportPrinter(null);
});
afterAll(async () => {
  await printer.close();
  rmSync(folder, { recursive: true, force: true });
});

const high = { result: analysisExample({ T21: 'high-risk' }) };

async function pdfOf(report: PrintedReport, by = printer): Promise<Buffer> {
  const page = await by.print(report);
  if (!page.ok) throw new Error(page.problem.detail);
  return Buffer.from(page.value);
}

const sha256Of = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('a printed report', () => {
  // Change reportLayoutVersion with these: prints on record are held against their own layout.
  it.each([
    ['zh', 'ISSUED', 'e5a36d250f0d556f1b38f9a1dfb2df8b7edb636da5f1124e6c1efbe648da4c56'],
    ['en', 'REVOKED', 'b0afa571b04591883f3947def3bf28dfac4b63f73beca895d94253e62eadbb2d'],
  ] as const)('is the same bytes every time: layout 1, %s, %s', async (language, state, sha) => {
    const report = printedReportExample({ language, state }, high);
    const [first, second] = [await pdfOf(report), await pdfOf(report)];
    expect(second.equals(first)).toBe(true);
    expect(sha256Of(first)).toBe(sha);
    const other = createReportPrinter(null);
    expect((await pdfOf(report, other)).equals(first)).toBe(true);
    await other.close();
  });

  it('says it is PDF/A-2b, and when it was signed', async () => {
    const text = (await pdfOf(printedReportExample())).toString('latin1');
    expect(text.slice(0, 8)).toBe('%PDF-1.7');
    expect(text).toMatch(/<pdfaid:part>2<\/pdfaid:part>/);
    expect(text).toMatch(/<pdfaid:conformance>B<\/pdfaid:conformance>/);
    expect(text).toContain('2026-04-24T09:00:00');
    expect(text).not.toContain('陈小燕');
  });

  it('names the one character no font has, and nothing else of the name', async () => {
    const page = await printer.print(printedReportExample({ name: '陈𠮷𠮷燕' }));
    expect(page).toEqual({
      ok: false,
      problem: { kind: 'glyph-missing', detail: 'no font has the character 𠮷 (U+20BB7)' },
    });
  });

  it('takes it from a font of the folder', async () => {
    const core = dirname(createRequire(import.meta.url).resolve('playwright-core/package.json'));
    const [icons] = globSync(join(core, 'lib/vite/recorder/assets/codicon*.ttf'));
    copyFileSync(icons, join(folder, 'further.ttf'));
    const rich = createReportPrinter(folder);
    const report = printedReportExample({ name: '陈\uEA60' });
    expect((await printer.print(report)).ok).toBe(false);
    expect((await rich.print(report)).ok).toBe(true);
    const plain = printedReportExample();
    expect((await pdfOf(plain, rich)).equals(await pdfOf(plain))).toBe(true);
    await rich.close();
  });

  it('refuses a folder without a font it can read', () => {
    const refusal = (name: string) => () => createReportPrinter(join(folder, name));
    expect(refusal('absent')).toThrow(/absent, which cannot be read/);
    const empty = mkdtempSync(join(folder, 'fonts-'));
    expect(() => createReportPrinter(empty)).toThrow(/BANYAN_FONTS has no font/);
    writeFileSync(join(empty, 'a.ttf'), 'no font');
    expect(() => createReportPrinter(empty)).toThrow(/a\.ttf is no TrueType or OpenType font/);
  });
});

const poppler = { what: 'pdftotext of poppler-utils', present: hasTool('pdftotext') };

peerDescribe('a printed report, as read by poppler', poppler, () => {
  it('is one page of selectable text in both languages', async () => {
    const chinese = textOfPdf(await pdfOf(printedReportExample({}, high)));
    expect(chinese).toContain('21三体综合征高风险。18三体、13三体综合征低风险。');
    expect(chinese).toContain('陈小燕');
    expect(chinese).toContain('不得仅凭本结果终止妊娠');
    const english = textOfPdf(await pdfOf(printedReportExample({ language: 'en' }, high)));
    expect(english).toContain('Highriskoftrisomy21.');
    expect(english).toContain('1/1');
  });

  it('takes a name for text, whatever it looks like', async () => {
    const name = '*张三* #panic("x") $x$ <b> \\ [y]';
    const text = textOfPdf(await pdfOf(printedReportExample({ name })));
    expect(text).toContain(name.replaceAll(/\s/g, ''));
  });

  it('breaks long names and stays on one page', async () => {
    const institution = {
      name: '福州市第一医院医学检验中心分子遗传与产前诊断实验室（福建省出生缺陷防控项目试点服务机构）',
      licence: 'L'.repeat(100),
      submittedBy: '福建省福州市鼓楼区妇幼保健院产前筛查与遗传咨询门诊（东街口院区）',
      submittingDoctor: '欧阳·阿卜杜热合曼·买买提明',
    };
    const name = 'Wolfeschlegelsteinhausenbergerdorff Annemarie von und zu Hohenberg';
    const subject = { ...printedReportExample().document.subject, fetusCount: 2 };
    const input = { institution, subject, midTrimesterSerology: false, version: 2 };
    const report = printedReportExample({ name }, { ...input, amendmentReason: '胎儿数更正' });
    const text = textOfPdf(await pdfOf(report));
    expect(text).toContain('1/1');
    expect(text).toContain(name.replaceAll(' ', ''));
    expect(text).toContain(institution.licence);
  });
});
