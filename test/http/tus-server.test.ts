import { existsSync } from 'node:fs';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataStore, ERRORS, MemoryLocker, Upload } from '@tus/server';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { TusServer } from '../../src/http/tus-server.ts';
import { UploadFiles } from '../../src/store/upload-files.ts';

it.runIf(existsSync('/dev/full'))(
  'answers 507 and logs the cause when the disk is full',
  async () => {
    const uploads = await mkdtemp(join(tmpdir(), 'banyan-full-'));
    await symlink('/dev/full', join(uploads, 'one'));
    const lines: string[] = [];
    const answer = await sendPart({
      datastore: new FullDisk(null as never, {
        folders: { uploads, runFiles: uploads, files: uploads },
        onBytes: () => undefined,
      }),
      log: pino({ level: 'error' }, { write: (line) => void lines.push(line) }),
      locker: new MemoryLocker(),
    });
    await rm(uploads, { recursive: true });
    expect(answer.status).toBe(507);
    expect(await answer.json()).toMatchObject({ type: '/problems/storage-full', status: 507 });
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0])).toMatchObject({ msg: 'upload failed', err: { code: 'ENOSPC' } });
  },
);

/** Its uploads stand in no database. */
class FullDisk extends UploadFiles {
  override getUpload(id: string): Promise<Upload> {
    return Promise.resolve(new Upload({ id, size: 100, offset: 0 }));
  }
}

it('says that another request holds the upload, which is no fault of the server', async () => {
  const answer = await sendPart({
    datastore: new DataStore(),
    log: pino({ level: 'silent' }),
    locker: {
      newLock: () => ({
        lock: () => Promise.reject(ERRORS.ERR_LOCK_TIMEOUT),
        unlock: () => Promise.resolve(),
      }),
    },
  });
  expect(answer.status).toBe(423);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(await answer.json()).toMatchObject({ type: '/problems/upload-conflict', status: 423 });
});

async function sendPart(
  options: Omit<ConstructorParameters<typeof TusServer>[0], 'path'>,
): Promise<Response> {
  const tus = new TusServer({ path: '/uploads', ...options });
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
  await new Promise((resolve) => server.close(resolve));
  return answer;
}
