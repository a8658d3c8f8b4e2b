import { basename } from 'node:path';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { sampleNameOfFile } from '../analysis/bin-counts/sample-name.ts';
import { UsageError } from './command.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
type ParsedArguments<O extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O; allowPositionals: true; strict: true }>
>;

/** Parses a command's words strictly: an unknown option or a missing value is wrong use. */
export function parseArguments<const O extends Options>(
  words: string[],
  options: O,
): ParsedArguments<O> {
  try {
    return parseArgs({ args: words, options, allowPositionals: true, strict: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(error.message.split(/[.\n]/)[0]);
  }
}

/** Reads an option's whole number within its limits. */
export function wholeNumber(
  option: string,
  text: string,
  { min, max }: { readonly min: number; readonly max: number },
): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(`${option} takes a whole number from ${min} to ${max}, not ${text}`);
}

/** Reads an option that takes one of a few words. */
export function oneOf<const W extends string>(
  option: string,
  text: string,
  words: readonly W[],
): W {
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  throw new UsageError(`${option} takes ${words.join(', ')}, not ${text}`);
}

/** A sample's name: the file's base name without the endings Banyan knows. */
export function sampleNameOf(file: string): string {
  return sampleNameOfFile(basename(file));
}

/** Refuses inputs whose results would have one name. */
export function requireDistinctSamples(files: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const file of files) {
    const sample = sampleNameOf(file);
    if (sample === '') throw new UsageError(`${file} names no sample`);
    const twin = seen.get(sample);
    if (twin) throw new UsageError(`${twin} and ${file} are of one sample name, ${sample}`);
    seen.set(sample, file);
  }
}
