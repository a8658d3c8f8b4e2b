import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CaseService, caseService, reviewedCase } from '../support/case-service.ts';
import { familySchema } from '../support/phenopacket-schema.ts';
import { analysisExample } from '../support/report-example.ts';

let service: CaseService;
let reportId: string;
beforeAll(async () => {
  service = await caseService();
  const { reviewId } = await reviewedCase(service, {
    result: analysisExample({ T18: 'high-risk' }),
  });
  const { body } = await service.call('approver', `POST /api/v1/reviews/${reviewId}/sign`);
  reportId = body.id;
});
afterAll(() => service.close());

const exportOf = (role: 'reviewer' | 'platform' | 'monitoring', path: string) =>
  service.call(role, `GET /api/v1/${path}`);
const stateIs = (state: string) =>
  service.services.kysely.updateTable('report').set({ state }).where('id', '=', reportId).execute();

describe('an issued report', () => {
  it('is exported as VCF for those who read reports, audited and tagged', async () => {
    const { status, body, raw } = await exportOf('reviewer', `reports/${reportId}/vcf`);
    expect(status).toBe(200);
    expect(raw.headers['content-type']).toBe('text/x-vcf; charset=utf-8');
    expect(body.match(/^chr\S+/gm)).toEqual(['chr13', 'chr18', 'chr21']);
    const again = await service.app.inject({
      url: `/api/v1/reports/${reportId}/vcf`,
      headers: {
        authorization: `Bearer ${service.keys.reviewer}`,
        'if-none-match': String(raw.headers.etag),
      },
    });
    expect(again.statusCode).toBe(304);
    expect((await exportOf('monitoring', `reports/${reportId}/vcf`)).status).toBe(403);
    const { rows } = await service.database.pool.query(
      "select detail::jsonb from audit_event where action = 'report.export'",
    );
    expect(rows).toEqual([{ detail: { format: 'vcf' } }, { detail: { format: 'vcf' } }]);
  });

  it('is a family for the registry and for the platform, by two names', async () => {
    const ours = await exportOf('reviewer', `reports/${reportId}/phenopacket`);
    const theirs = await exportOf('platform', `released-reports/${reportId}/phenopacket`);
    for (const { status, body } of [ours, theirs]) {
      expect(status).toBe(200);
      expect(familySchema.safeParse(body).error).toBeUndefined();
    }
    const motherOf = (family: { relatives: { subject: { id: string } }[] }) =>
      family.relatives[0].subject.id;
    expect(motherOf(ours.body)).not.toBe(motherOf(theirs.body));
    expect((await exportOf('platform', `reports/${reportId}/phenopacket`)).status).toBe(403);
    expect((await exportOf('reviewer', `released-reports/${reportId}/phenopacket`)).status).toBe(
      403,
    );
  });

  it('is no family once it is out of force, and its VCF says so', async () => {
    await stateIs('REVOKED');
    const family = await exportOf('reviewer', `reports/${reportId}/phenopacket`);
    expect(family).toMatchObject({ status: 409, body: { detail: 'the version is REVOKED' } });
    expect((await exportOf('platform', `released-reports/${reportId}/phenopacket`)).status).toBe(
      409,
    );
    const { body } = await exportOf('reviewer', `reports/${reportId}/vcf`);
    expect(body).toContain('State=REVOKED');
    expect(body).not.toMatch(/^chr/m);
  });

  it('is not there under another number', async () => {
    const absent = '00000000-0000-7000-8000-000000000000';
    for (const path of ['reports/X/vcf', 'reports/X/phenopacket']) {
      expect((await exportOf('reviewer', path.replace('X', absent))).status).toBe(404);
    }
    const path = `released-reports/${absent}/phenopacket`;
    expect((await exportOf('platform', path)).status).toBe(404);
  });
});

describe('a run', () => {
  it('is exported as a table in two formats and languages, audited', async () => {
    const { run_id: runId } = await service.services.kysely
      .selectFrom('sample')
      .select('run_id')
      .executeTakeFirstOrThrow();
    const table = (role: 'reviewer' | 'monitoring', format: string) =>
      service.call(role, `GET /api/v1/runs/${runId}/samples.${format}`);
    const text = await table('reviewer', 'csv?language=en');
    expect(text.raw.headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
    expect(text.body).toMatch(/^\ufeffSample,Specimen,.*\r\nN20260420001,N20260420001,patient,/);
    const workbook = await table('reviewer', 'xlsx');
    expect(workbook.raw.rawPayload.subarray(0, 2).toString()).toBe('PK');
    expect(workbook.raw.headers['content-disposition']).toBe(
      `inline; filename="run-${runId}.xlsx"`,
    );
    expect((await table('monitoring', 'csv')).status).toBe(403);
    expect((await table('reviewer', 'csv?language=fr')).status).toBe(400);
    const { rows } = await service.database.pool.query(
      "select detail::jsonb from audit_event where action = 'run.export' order by sequence",
    );
    expect(rows).toEqual([{ detail: { format: 'csv' } }, { detail: { format: 'xlsx' } }]);
  });
});

describe('a pull since a time', () => {
  it('gives what was released from then on, and keeps the time in its links', async () => {
    const released = async (filter: string) => {
      const line = `GET /fhir/DiagnosticReport?_count=1${filter}` as const;
      const { status, body } = await service.call('platform', line);
      expect(status, JSON.stringify(body)).toBe(200);
      return body;
    };
    const [{ resource }] = (await released('')).entry;
    const at = resource.meta.lastUpdated as string;
    const self = await released(`&_lastUpdated=ge${at}`);
    expect(self.entry).toHaveLength(1);
    expect(self.link[0].url).toContain(`_lastUpdated=${encodeURIComponent(`ge${at}`)}&cursor=`);
    expect(await released(`&_lastUpdated=gt${at}`)).not.toHaveProperty('entry');
    const before = new Date(Date.parse(at) - 1).toISOString();
    expect((await released(`&_lastUpdated=gt${before}`)).entry).toHaveLength(1);
    for (const wrong of ['2026-04-23', 'gt2026-13-45T00:00:00Z', 'le2026-04-23T00:00:00Z']) {
      const line = `GET /fhir/DiagnosticReport?_lastUpdated=${wrong}` as const;
      expect((await service.call('platform', line)).status, wrong).toBe(400);
    }
  });
});
