import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../command.ts';
import { type Access, callService, RefusedRequest } from './service-client.ts';

interface FolderOptions {
  readonly folder: string;
  readonly run?: string | undefined;
  readonly sheet?: string | undefined;
  readonly charset: string;
}

/** Registers the run of a folder, or joins the one that is there; answers its id. */
export async function registerFolder(access: Access, options: FolderOptions): Promise<string> {
  const sheet = await readSheet(options);
  const id = options.run ?? (await registerRun(access, options));
  if (sheet !== null) {
    const path = `/api/v1/runs/${encodeURIComponent(id)}/sample-sheet`;
    await callService(access, { method: 'POST', path, type: 'text/csv', body: sheet });
  }
  return id;
}

/** Registered with other content it is still the run of this flow cell: its sheet may grow. */
async function registerRun(access: Access, { folder }: FolderOptions): Promise<string> {
  const manifest = (await bytesOf(join(folder, 'run.json')))?.toString('utf8') ?? null;
  if (manifest === null) {
    throw new UsageError(`${folder} has no run.json: give the id of its run by --run`);
  }
  try {
    const request = { method: 'POST' as const, path: '/api/v1/runs', body: manifest };
    return (await callService<{ id: string }>(access, request)).id;
  } catch (error) {
    if (error instanceof RefusedRequest && error.runId !== null) return error.runId;
    throw error;
  }
}

async function readSheet({ folder, sheet, charset }: FolderOptions): Promise<string | null> {
  const bytes = await bytesOf(sheet ?? join(folder, 'SampleSheet.csv'));
  if (bytes === null) {
    if (sheet === undefined) return null;
    throw new UsageError(`--sheet ${sheet} is not there`);
  }
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    throw new UsageError(`the sample sheet is not ${charset}: give --charset gbk or save it again`);
  }
}

/** Null only for a file that is not there: one that cannot be read is not taken for none. */
async function bytesOf(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return null;
    throw new UsageError(`${path} cannot be read (${String(code)}): make it readable, or move it`);
  }
}
