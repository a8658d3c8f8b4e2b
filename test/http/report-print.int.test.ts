import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { verifyAuditChain } from '../../src/store/audit-store.ts';
import { type CaseService, caseService, reviewedCase } from '../support/case-service.ts';
import { textOfPdf } from '../support/pdf-text.ts';
import { hasTool } from '../support/peers.ts';

const laboratory = {
  BANYAN_LABORATORY_NAME: '福州市第一医院产前诊断中心',
  BANYAN_LABORATORY_LICENCE: 'MBX-350102',
  BANYAN_LABORATORY_KIT: '国械注准-1',
};

let home: string;
let service: CaseService;
let reportId: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'banyan-print-'));
  const config = readConfig({}, { BANYAN_HOME: home, ...laboratory });
  if (!config.ok) throw new Error(config.message);
  service = await caseService({ config: config.value });
  const { reviewId } = await reviewedCase(service);
  const { body } = await service.call('approver', `POST /api/v1/reviews/${reviewId}/sign`);
  reportId = body.id;
});
afterAll(async () => {
  await service.close();
  await rm(home, { recursive: true, force: true });
});

const get = (
  role: 'approver' | 'laboratory-manager' | 'reviewer',
  { language = 'zh', tag = '' } = {},
) =>
  service.app.inject({
    url: `/api/v1/reports/${reportId}/pdf?language=${language}`,
    headers: { authorization: `Bearer ${service.keys[role]}`, 'if-none-match': tag },
  });

const prints = () => service.services.kysely.selectFrom('report_print').selectAll().execute();

describe('a report is printed', () => {
  it('for those who may, with its hash recorded and audited', async () => {
    const first = await get('approver');
    expect(first.statusCode).toBe(200);
    expect(first.headers['content-type']).toBe('application/pdf');
    expect(first.headers['content-disposition']).toBe(
      `inline; filename="report-${reportId}-zh.pdf"`,
    );
    const sha256 = createHash('sha256').update(first.rawPayload).digest('hex');
    expect(first.headers.etag).toBe(`"${sha256}"`);
    const again = await get('laboratory-manager');
    expect(again.rawPayload.equals(first.rawPayload)).toBe(true);
    expect(await prints()).toMatchObject([
      { report_id: reportId, language: 'zh', state: 'ISSUED', layout: 1, sha256 },
    ]);
    const { rows: events } = await service.database.pool.query(
      `select actor, detail::jsonb from audit_event where action = 'report.print'
       order by sequence`,
    );
    const detail = { language: 'zh', state: 'ISSUED', layout: 1, sha256 };
    expect(events).toEqual([
      { actor: 'approver', detail: { ...detail, first: true } },
      { actor: 'laboratory-manager', detail: { ...detail, first: false } },
    ]);
    expect(await verifyAuditChain(service.services.kysely)).toMatchObject({ ok: true });
  });

  it('and is not sent again to who has it', async () => {
    const { headers } = await get('approver', { language: 'en' });
    const known = await get('approver', { language: 'en', tag: String(headers.etag) });
    expect([known.statusCode, known.body]).toEqual([304, '']);
  });

  it('to nobody who only reads, in no language but two, and not before it is', async () => {
    expect((await get('reviewer')).statusCode).toBe(403);
    expect((await get('approver', { language: 'fr' })).statusCode).toBe(400);
    const absent = '00000000-0000-7000-8000-000000000000';
    const answer = await service.call('approver', `GET /api/v1/reports/${absent}/pdf`);
    expect(answer.status).toBe(404);
  });

  it.skipIf(!hasTool('pdftotext'))('with her name and the laboratory as recorded', async () => {
    const text = textOfPdf((await get('approver')).rawPayload);
    expect(text).toContain('林小燕');
    for (const words of Object.values(laboratory)) expect(text).toContain(words);
  });

  it('but never as other bytes than before, and never says a name in the log', async () => {
    await service.services.kysely.updateTable('report_print').set({ sha256: 'x' }).execute();
    const answer = await get('approver');
    expect(answer.statusCode).toBe(500);
    const logged = service.logged.join('\n');
    expect(logged).toContain('no longer prints the same bytes');
    expect(logged).not.toContain('林小燕');
  });
});

describe('a version out of force', () => {
  it.skipIf(!hasTool('pdftotext'))(
    'is printed with what became of it across the page',
    async () => {
      const registration = { identifier: { type: 'passport', value: 'E12345679' } };
      const { reviewId } = await reviewedCase(service, { number: 'N20260420003', registration });
      const { body } = await service.call('approver', `POST /api/v1/reviews/${reviewId}/sign`);
      const changed = async (id: string, kind: 'amendments' | 'revocations') => {
        const change = { reason: '送检医生姓名更正', ...(kind === 'amendments' && amended) };
        const proposed = await service.call(
          'reviewer',
          `POST /api/v1/reports/${id}/${kind}`,
          change,
        );
        const line = `POST /api/v1/report-changes/${proposed.body.id}/sign` as const;
        return (await service.call('approver', line)).body.newReportId as string;
      };
      const amended = { decision: 'approve' };
      const page = async (id: string) => {
        const printed = await service.call('approver', `GET /api/v1/reports/${id}/pdf`);
        expect(printed.status).toBe(200);
        return textOfPdf(printed.raw.rawPayload);
      };
      expect(await page(body.id)).not.toMatch(/已修订|已撤销/);
      const second = await changed(body.id, 'amendments');
      expect(await page(body.id)).toContain('本版本已被后续版本修订取代，请勿使用');
      expect(await page(second)).toContain('修订版，取代此前各版本。修订原因：送检医生姓名更正');
      await changed(second, 'revocations');
      expect(await page(second)).toContain('本报告已撤销，请勿使用');
      const states = (await prints()).flatMap((row) => (row.report_id === second ? row.state : []));
      expect(states.sort()).toEqual(['ISSUED', 'REVOKED']);
    },
  );
});

describe('a rare name', () => {
  it('stops the print with the character, not with the name', async () => {
    const registration = {
      name: '林𠮷燕子',
      identifier: { type: 'passport', value: 'E12345678' },
    };
    const { reviewId } = await reviewedCase(service, { number: 'N20260420002', registration });
    const { body } = await service.call('approver', `POST /api/v1/reviews/${reviewId}/sign`);
    const answer = await service.call('approver', `GET /api/v1/reports/${body.id}/pdf`);
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject({
      type: '/problems/glyph-missing',
      detail: 'no font has the character 𠮷 (U+20BB7)',
    });
    expect(service.logged.join('\n')).not.toMatch(/林𠮷|燕子/);
  });
});
