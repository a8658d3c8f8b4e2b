import { mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { gunzipSync, gzipSync, inflateRawSync } from 'node:zlib';
import type { BinCounts } from '../analysis/bin-counts/bin-counts.ts';
import { formatBinsFile } from '../analysis/bin-counts/bins-file.ts';
import { failure, type Result } from '../analysis/data-problem.ts';
import { type AssemblyName, assemblyNames } from '../analysis/genome/assembly.ts';
import { isBinSize } from '../analysis/genome/bin-grid.ts';
import { readCountWig } from '../analysis/import/read-counter.ts';
import { binSteppedCounts } from '../analysis/import/stepped-counts.ts';
import { readWisecondorX } from '../analysis/import/wisecondorx.ts';
import { sha256Hex } from '../store/reference-files.ts';
import { oneOf, parseArguments, wholeNumber } from './arguments.ts';
import { type Command, exitCode, UsageError } from './command.ts';
import { printProblem } from './print-problem.ts';
import { isSystemError, unwritable, writeFile } from './write-file.ts';

const usage = `usage: banyan import <file.npz|file.wig[.gz]>... [--assembly NAME] [--bin-size 50000] [-o DIR]

  takes counts that another program made: WisecondorX convert (.npz), HMMcopy readCounter (.wig)
    --assembly NAME    GRCh37, GRCh38 or T2T-CHM13v2.0 (default: found by the chromosomes' lengths)
    --bin-size BASES   the file's steps must divide it (default 50000)
    -o DIR             write <sample>.bins.tsv.gz there (default: here)
  strands, GC and classes of reads are not in such files: what needs them is left out, saying so`;

const options = {
  assembly: { type: 'string' },
  'bin-size': { type: 'string', default: '50000' },
  output: { type: 'string', short: 'o', default: '.' },
} as const;

const endings = /\.(?:npz|wig|wig\.gz)$/;

/** `banyan import`: other programs' counts as bins files. */
export const command: Command = {
  usage,
  summary: 'Take counts of WisecondorX or readCounter as bins files',
  async run(words) {
    const { values, positionals: files } = parseArguments(words, options);
    if (files.length === 0) throw new UsageError('no .npz or .wig given');
    const odd = files.find((file) => !endings.test(file));
    if (odd !== undefined) throw new UsageError(`${odd} is neither .npz nor .wig`);
    const names = files.map(sampleOf);
    const twin = names.find((name, i) => names.indexOf(name) !== i);
    if (twin !== undefined) throw new UsageError(`two files are of one sample name, ${twin}`);
    const binSizeBases = wholeNumber('--bin-size', values['bin-size'], { min: 1000, max: 10e6 });
    if (!isBinSize(binSizeBases)) throw new UsageError('--bin-size is no bin size');
    const assembly =
      values.assembly === undefined
        ? undefined
        : oneOf('--assembly', values.assembly, assemblyNames);
    let bad = 0;
    for (const file of files) {
      const written = await importFile(file, { assembly, binSizeBases, folder: values.output });
      if (written.ok) process.stdout.write(`${written.value}\n`);
      else {
        printProblem(file, written.problem);
        bad += 1;
      }
    }
    return bad === 0 ? exitCode.done : exitCode.badData;
  },
};

interface Settings {
  readonly assembly: AssemblyName | undefined;
  readonly binSizeBases: number;
  readonly folder: string;
}

async function importFile(file: string, settings: Settings): Promise<Result<string>> {
  const bytes = await readFile(file).catch((error: unknown) => {
    if (!isSystemError(error)) throw error;
    return error;
  });
  if (bytes instanceof Error) {
    const detail = `the file cannot be read (${bytes.code})`;
    return failure({ kind: 'file-unreadable', detail });
  }
  const counts = countsOf(file, bytes, settings);
  if (!counts.ok) return counts;
  try {
    await mkdir(settings.folder, { recursive: true });
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return failure(unwritable(settings.folder, error));
  }
  const output = join(settings.folder, `${sampleOf(file)}.bins.tsv.gz`);
  const written = await writeFile(output, gzipSync(formatBinsFile(counts.value)));
  return written.ok ? { ok: true, value: output } : written;
}

function countsOf(
  file: string,
  bytes: Buffer,
  { assembly, binSizeBases }: Settings,
): Result<BinCounts> {
  if (bytes.length === 0) return failure({ kind: 'file-empty', detail: 'the file holds no byte' });
  const stepped = file.endsWith('.npz') ? readWisecondorX(bytes, inflate) : wigOf(bytes);
  if (!stepped.ok) return stepped;
  const counts = binSteppedCounts(stepped.value, {
    sample: sampleOf(file),
    binSizeBases,
    ...(assembly && { assembly }),
  });
  if (!counts.ok) return counts;
  const source = { file: basename(file), sha256: sha256Hex(bytes) };
  return { ok: true, value: { ...counts.value, source } };
}

function wigOf(bytes: Buffer) {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return readCountWig(bytes.toString('utf8'));
  try {
    return readCountWig(gunzipSync(bytes).toString('utf8'));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return failure({ kind: 'wig-malformed', detail: 'the gzip of the file is damaged' });
  }
}

function inflate(bytes: Uint8Array, sizeMax: number): Uint8Array | null {
  try {
    return inflateRawSync(bytes, { maxOutputLength: Math.max(1, sizeMax) });
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}

function sampleOf(file: string): string {
  return basename(file).replace(endings, '');
}
