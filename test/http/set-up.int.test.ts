import { rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openSecretsFolder } from '../../src/security/secret-file.ts';
import { ensureSetupToken, readSetupToken } from '../../src/security/setup-token.ts';
import { caseService, today } from '../support/case-service.ts';

describe('the first set-up', () => {
  it('makes three administrators once, for whoever has the token', async () => {
    const fresh = await caseService({ clock: () => today });
    const { secrets } = fresh.services.config.folders;
    openSecretsFolder(secrets);
    ensureSetupToken(secrets);
    const token = readSetupToken(secrets) ?? '';
    const administrators = ['system', 'security', 'audit'].map((kind, i) => ({
      ...{ role: `${kind}-administrator`, name: `${kind}.one`, displayName: `管理员${i}` },
      password: `a quiet harbour ${i} ${kind}`,
    }));
    const post = (payload: object) =>
      fresh.app.inject({ method: 'POST', url: '/api/v1/set-up', payload });
    const late = await post({ token, administrators });
    expect(late.json().detail).toBe('the service is set up already');
    for (const table of ['staff_session', 'staff'] as const) {
      await fresh.services.kysely.deleteFrom(table).execute();
    }
    expect((await post({ token: 'guess', administrators })).statusCode).toBe(401);
    const twice = [administrators[0], administrators[0], administrators[2]];
    expect((await post({ token, administrators: twice })).statusCode).toBe(400);
    const both = await Promise.all([
      post({ token, administrators }),
      post({ token, administrators }),
    ]);
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
    expect(readSetupToken(secrets)).toBeNull();
    rmSync(secrets, { recursive: true });
    await fresh.close();
  });
});
