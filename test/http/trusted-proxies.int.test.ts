import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { addressSubject } from '../../src/http/actions/throttle.ts';
import { type CaseService, caseService } from '../support/case-service.ts';

let direct: CaseService;
let behind: CaseService;

beforeAll(async () => {
  direct = await caseService();
  const { home } = direct.services.config.folders;
  const trusted = '10.0.0.5, 10.1.0.0/16';
  const config = readConfig({ BANYAN_HOME: home, BANYAN_TRUSTED_PROXIES: trusted });
  if (!config.ok) throw new Error(config.message);
  behind = await caseService({ config: config.value });
});
afterAll(async () => {
  await behind.close();
  await direct.close();
});

/** Under which addresses a failed sign-in was counted. */
async function countedUnder({ app, services }: CaseService, from: string, forwarded: string) {
  await services.kysely.deleteFrom('sign_in_throttle').execute();
  await app.inject({
    ...{ method: 'POST', url: '/api/v1/sessions', remoteAddress: from },
    headers: { 'x-forwarded-for': forwarded },
    payload: { name: 'nobody.here', password: 'a guess' },
  });
  const rows = await services.kysely.selectFrom('sign_in_throttle').select('subject').execute();
  return [from, ...forwarded.split(', ')].filter((address) =>
    rows.some(({ subject }) => subject.equals(addressSubject(services, address))),
  );
}

describe('the address a request is counted under', () => {
  it('is whoever sent it: by default X-Forwarded-For is believed of nobody', async () => {
    expect(await countedUnder(direct, '10.0.0.5', '192.0.2.1')).toEqual(['10.0.0.5']);
    expect(await countedUnder(direct, '127.0.0.1', '192.0.2.1')).toEqual(['127.0.0.1']);
  });

  it('is what a trusted proxy says, as far as the proxies are trusted', async () => {
    expect(await countedUnder(behind, '10.0.0.5', '192.0.2.1')).toEqual(['192.0.2.1']);
    expect(await countedUnder(behind, '10.0.0.6', '192.0.2.1')).toEqual(['10.0.0.6']);
    const chain = '192.0.2.9, 192.0.2.1, 10.1.2.3';
    expect(await countedUnder(behind, '10.0.0.5', chain)).toEqual(['192.0.2.1']);
  });

  it.each(['everyone', '10.0.0.0/33', '10.0.0.5,1', '10.0.0.0/'])('cannot be %s', (text) => {
    const config = readConfig({ BANYAN_TRUSTED_PROXIES: text });
    expect(config).toMatchObject({
      ok: false,
      message: expect.stringContaining('TRUSTED_PROXIES'),
    });
  });
});
