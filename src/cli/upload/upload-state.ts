import { createHash } from 'node:crypto';
import { createReadStream, renameSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { FolderFile } from './run-folder.ts';

interface FileState {
  readonly sizeBytes: number;
  readonly changedAt: number;
  readonly sha256: string;
  readonly uploadUrl?: string;
}

/** What is remembered of a folder between two calls. Lost, it costs reading the files again. */
export interface UploadState {
  /** The file's SHA-256, read once as long as it does not change. */
  sha256Of(file: FolderFile): Promise<string>;
  uploadUrlOf(file: FolderFile): string | undefined;
  keepUploadUrl(file: FolderFile, uploadUrl: string): void;
  /** The next attempt begins anew. */
  forgetUploadUrl(file: FolderFile): void;
}

/** Opens the state of a folder's uploads to one run. */
export async function openUploadState(folder: string, runId: string): Promise<UploadState> {
  const path = join(folder, '.banyan-upload.json');
  const files = new Map(Object.entries(await readState(path, runId)));
  const known = (file: FolderFile) => {
    const state = files.get(file.name);
    const isSame = state?.sizeBytes === file.sizeBytes && state.changedAt === file.changedAt;
    return isSame ? state : undefined;
  };
  const keep = (
    { name, sizeBytes, changedAt }: FolderFile,
    rest: Omit<FileState, 'sizeBytes' | 'changedAt'>,
  ) => {
    files.set(name, { sizeBytes, changedAt, ...rest });
    writeFileSync(
      `${path}.new`,
      JSON.stringify({ version: 1, runId, files: Object.fromEntries(files) }),
    );
    renameSync(`${path}.new`, path);
  };
  return {
    async sha256Of(file) {
      const state = known(file);
      if (state) return state.sha256;
      const hash = createHash('sha256');
      await pipeline(createReadStream(file.path), hash);
      const sha256 = hash.digest('hex');
      keep(file, { sha256 });
      return sha256;
    },
    uploadUrlOf: (file) => known(file)?.uploadUrl,
    keepUploadUrl(file, uploadUrl) {
      const state = known(file);
      if (state) keep(file, { sha256: state.sha256, uploadUrl });
    },
    forgetUploadUrl(file) {
      const state = known(file);
      if (state) keep(file, { sha256: state.sha256 });
    },
  };
}

async function readState(path: string, runId: string): Promise<Record<string, FileState>> {
  try {
    const state = JSON.parse(await readFile(path, 'utf8'));
    return state.version === 1 && state.runId === runId ? state.files : {};
  } catch {
    return {};
  }
}
