import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type CaseService,
  caseService,
  registrationExample,
  reviewedCase,
} from '../../support/case-service.ts';

let service: CaseService;
beforeAll(async () => {
  service = await caseService();
});
afterAll(() => service.close());

/** What the test run's PostgreSQL has logged; it is started as the embedded one is. */
function databaseLog(): string {
  const run = process.send === undefined ? process.pid : process.ppid;
  return readFileSync(join(tmpdir(), `banyan-test-database-${run}`, 'data', 'server.log'), 'utf8');
}

it('keeps persons, keys and fetal sex out of both logs, also where statements fail', async () => {
  const { name, identifier, phone, birthDate } = registrationExample();
  const { reviewId } = await reviewedCase(service);
  await service.call('approver', `POST /api/v1/reviews/${reviewId}/sign`);
  const refused = { registration: { dating: { basis: name, expectedDeliveryOn: phone } } };
  await service.call('technician', 'POST /api/v1/pregnancies', refused.registration);
  await service.call('technician', `GET /api/v1/specimens/${encodeURIComponent(name)}`);
  // A row that breaks a rule is quoted by the server in full: to its client, not to its log.
  const { pool } = service.database;
  const marker = 'quoted-by-the-server';
  const broken = pool.query(
    'insert into actor (id, kind, name, display_name, created_at) values ($1, $2, $3, $4, now())',
    ['00000000-0000-7000-8000-000000000000', 'nobody', marker, `${name} ${identifier.value} XXY`],
  );
  await expect(broken).rejects.toThrow();
  const logs = { application: service.logged.join('\n'), database: databaseLog() };
  for (const [which, text] of Object.entries(logs)) {
    expect(text.length, which).toBeGreaterThan(100);
    for (const secret of [name, identifier.value, phone, birthDate, marker]) {
      expect(text, which).not.toContain(secret);
    }
    expect(text, which).not.toMatch(/fetalSex|XXY|banyan_[a-z-]+_[\w-]{43}/);
    for (const key of Object.values(service.keys)) expect(text, which).not.toContain(key);
  }
});
