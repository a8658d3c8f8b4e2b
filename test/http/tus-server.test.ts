import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DataStore, ERRORS } from '@tus/server';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { TusServer } from '../../src/http/tus-server.ts';

it('says that another request holds the upload, which is no fault of the server', async () => {
  const tus = new TusServer({
    path: '/uploads',
    datastore: new DataStore(),
    log: pino({ level: 'silent' }),
    locker: {
      newLock: () => ({
        lock: () => Promise.reject(ERRORS.ERR_LOCK_TIMEOUT),
        unlock: () => Promise.resolve(),
      }),
    },
  });
  const server = createServer((request, response) => void tus.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/uploads/one`, {
    method: 'PATCH',
    headers: {
      ...{ 'tus-resumable': '1.0.0', 'upload-offset': '0' },
      'content-type': 'application/offset+octet-stream',
    },
    body: 'bytes',
  });
  expect(answer.status).toBe(423);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(await answer.json()).toMatchObject({ type: '/problems/upload-conflict', status: 423 });
  await new Promise((resolve) => server.close(resolve));
});
