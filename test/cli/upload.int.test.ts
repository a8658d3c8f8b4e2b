import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aligner, callService, sha256Of, until, writeSmallBam } from '../support/intake-service.ts';
import { type ServeProcess, startServeProcess } from '../support/serve-process.ts';

const program = fileURLToPath(new URL('../../src/cli/banyan.ts', import.meta.url));
let folder: string;
let home: string;
let port: number;
let service: ServeProcess;
let bam: Buffer;

const start = () => startServeProcess(home, ['--port', String(port)]);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'banyan-upload-'));
  // As root the database runs as another account, which has to walk through.
  await chmod(folder, 0o711);
  home = join(folder, 'home');
  port = await freePort();
  service = await start();
  bam = await readFile(writeSmallBam(folder, { name: 'small', reads: 60_000 }).path);
});
afterAll(async () => {
  await service.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A port that stays the service's own over its restart. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: free } = server.address() as { port: number };
  server.close();
  return free;
}

async function runFolder(name: string, sheet: readonly string[]): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, 'Alignment'), { recursive: true });
  const manifest = { instrument: 'NextSeq-1', flowcell: name, aligner, chemistry: 'v3' };
  await writeFile(join(path, 'run.json'), JSON.stringify(manifest));
  await writeFile(join(path, 'SampleSheet.csv'), ['sample,specimen,kind', ...sheet, ''].join('\n'));
  return path;
}

/** Starts `banyan upload`; the key comes by the environment. */
async function banyanUpload(path: string, words: readonly string[] = []): Promise<Uploading> {
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [program, 'upload', path, '--url', url, ...words], {
    env: { ...process.env, BANYAN_API_KEY: await service.key('sequencer') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes) => (text += bytes));
  const ended = once(child, 'close');
  return {
    child,
    end: async () => {
      await ended;
      return { code: child.exitCode, text };
    },
  };
}

interface Uploading {
  readonly child: ChildProcess;
  end(): Promise<{ code: number | null; text: string }>;
}

async function show(flowcell: string) {
  const call = async (line: string) =>
    (await callService(service.address, await service.key('technician'), { line })).body;
  const { items } = await call('GET /api/v1/runs');
  const run = items.find((item: { flowcell: string }) => item.flowcell === flowcell);
  return run ? call(`GET /api/v1/runs/${run.id}`) : null;
}

const arrived = (flowcell: string) =>
  until(
    () => show(flowcell).catch(() => null),
    (run) => (run?.samples[0]?.file.arrivedBytes ?? 0) > 200_000,
  );

it('sends a folder, over the death of the service and of itself', async () => {
  const path = await runFolder('UPLOAD1', ['A,,negative-control', 'B,,negative-control']);
  await writeFile(join(path, 'Alignment', 'A.bam'), bam);
  const slow = ['--limit', String(Math.round(bam.length / 6)), '--parallel', '1'];
  const first = await banyanUpload(path, slow);
  await arrived('UPLOAD1');
  await service.kill();
  service = await start();
  const before = (await arrived('UPLOAD1')).samples[0].file.arrivedBytes;
  expect(before).toBeLessThan(bam.length);
  first.child.kill('SIGKILL');
  await first.end();
  // Without --watch the other file is missed; what is there is sent on from where it was.
  const second = await (await banyanUpload(path)).end();
  expect(second.text).toContain('banyan: B.bam: it is not there or not whole');
  expect(second.code).toBe(3);
  const uploads = join(home, 'data', 'uploads');
  expect(await stat(uploads).then((found) => found.isDirectory())).toBe(true);
  const run = await show('UPLOAD1');
  expect(run.chemistry).toBe('v3');
  expect(run.samples[0].file).toMatchObject({ sizeBytes: bam.length, sha256: sha256Of(bam) });
  const state = JSON.parse(await readFile(join(path, '.banyan-upload.json'), 'utf8'));
  expect(state.files['A.bam'].sha256).toBe(sha256Of(bam));
  expect(JSON.stringify(state)).not.toContain(await service.key('sequencer'));
}, 60_000);

it('waits for a file that is being written, then ends', async () => {
  const path = await runFolder('UPLOAD2', ['W,,negative-control']);
  const file = join(path, 'W.bam');
  const watching = await banyanUpload(path, ['--watch']);
  await writeFile(file, bam.subarray(0, 500_000));
  await until(
    () => show('UPLOAD2'),
    (run) => run !== null,
  );
  await appendFile(file, bam.subarray(500_000));
  const { code, text } = await watching.end();
  expect(text).toContain('W.bam: sent');
  expect(code).toBe(0);
  const again = await (await banyanUpload(path)).end();
  expect(again).toEqual({ code: 0, text: '' });
}, 60_000);

it('tells every bad line of the sheet, a wrong key and wrong use apart', async () => {
  const path = await runFolder('UPLOAD3', ['X,N404,patient', 'Y,,mother']);
  const { code, text } = await (await banyanUpload(path)).end();
  expect(text).toBe(
    'banyan: sample sheet, line 2: the specimen N404 is not registered\n' +
      'sample sheet, line 3: the kind must be one of patient, no-template-control, ' +
      'negative-control, positive-control\n',
  );
  expect(code).toBe(3);
  expect((await (await banyanUpload(path, ['--limit', '5X'])).end()).code).toBe(2);
  expect((await (await banyanUpload(path, ['--key', 'wrong'])).end()).code).toBe(2);
  const sheet = join(path, 'SampleSheet.csv');
  await rm(sheet);
  await mkdir(sheet);
  const unreadable = await (await banyanUpload(path)).end();
  expect(unreadable).toMatchObject({
    code: 2,
    text: expect.stringContaining('SampleSheet.csv cannot be read (EISDIR)'),
  });
  await rm(sheet, { recursive: true });
  await rm(join(path, 'run.json'));
  const lost = await (await banyanUpload(path)).end();
  expect(lost).toMatchObject({ code: 2, text: expect.stringContaining('no run.json') });
}, 60_000);
