import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isWellFormedText } from '../../src/http/refuse-malformed-text.ts';
import { type CaseService, caseService, registrationExample } from '../support/case-service.ts';
import { controlRun } from '../support/intake-service.ts';

let service: CaseService;
beforeAll(async () => {
  service = await caseService();
});
afterAll(() => service.close());

const bad = ['a\u0000b', 'a\ud800b', 'a\u0007b', '\u007f'];

describe('text that nobody typed', () => {
  it.each(bad)('is refused wherever it stands (%j)', async (text) => {
    const { aligner } = controlRun('M1', ['A']);
    const bodies = [
      ['runs', { ...controlRun('M1', ['A']), instrument: text }],
      ['runs', { ...controlRun('M1', ['A']), aligner: { ...aligner, name: text } }],
      ['pregnancies', registrationExample({ name: text })],
      ['pregnancies', registrationExample({ clinical: { [text]: 1 } })],
      [
        'pregnancies',
        registrationExample({ request: { institutionId: null, institution: text, doctor: 'x' } }),
      ],
      ['reviews/00000000-0000-7000-8000-000000000000/decision', { decision: 'x', comment: text }],
    ] as const;
    for (const [path, body] of bodies) {
      const role = path.startsWith('reviews') ? 'reviewer' : 'technician';
      const answer = await service.call(role, `POST /api/v1/${path}`, body);
      expect(answer.body, path).toMatchObject({ status: 400, type: '/problems/request-malformed' });
    }
    expect(service.logged.filter((line) => line.includes('"level":50'))).toEqual([]);
  });

  it('is told from text: Chinese, rare characters, tabs and lines pass', () => {
    expect(isWellFormedText('林小燕 𠮷\t第一行\r\n第二行')).toBe(true);
    for (const text of bad) expect(isWellFormedText(text)).toBe(false);
  });

  it('is found in a body nested deeper than the stack', async () => {
    const nested = `${'['.repeat(100_000)}"\\u0000"${']'.repeat(100_000)}`;
    const answer = await service.app.inject({
      ...{ method: 'POST', url: '/api/v1/runs', payload: nested },
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${service.keys.technician}`,
      },
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.body.length).toBeLessThan(2_000);
  });
});

describe('addresses that cannot be read', () => {
  it.each(['/api/v1/runs/%ff', '/runs/%c3%28', `/api/v1/specimens/${'A'.repeat(500)}`])(
    'are a problem of the caller (%#)',
    async (url) => {
      const headers = { authorization: `Bearer ${service.keys.technician}` };
      const answer = await service.app.inject({ url, headers });
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect([400, 404]).toContain(answer.json().status);
    },
  );

  it('never take the process down', async () => {
    const address = new URL(await service.app.listen({ host: '127.0.0.1', port: 0 }));
    for (const line of ['GET //[', 'GET http://[/', 'OPTIONS *', 'GET \u0001']) {
      await new Promise<void>((resolve) => {
        const socket = connect(Number(address.port), address.hostname, () => {
          socket.end(`${line} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
        });
        socket.on('close', () => resolve()).on('error', () => resolve());
        socket.resume();
      });
    }
    expect((await fetch(new URL('/health/live', address))).status).toBe(200);
  });
});
