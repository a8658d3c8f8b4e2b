import { readFile } from 'node:fs/promises';
import type { AnalysisResult } from '../analysis/analysis-result.ts';
import { failure, type Result, success } from '../analysis/data-problem.ts';
import { isSystemError } from './write-file.ts';

/** The part of an analysis that a repetition starts from. */
export type SealedAnalysis = Pick<
  AnalysisResult,
  'schema' | 'sample' | 'software' | 'parameters' | 'model' | 'input' | 'restricted'
>;

/** Reads an analysis document with its exact bytes. */
export async function readSealedAnalysis(
  file: string,
): Promise<Result<{ document: SealedAnalysis; bytes: Buffer }>> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return failure({ kind: 'file-unreadable', detail: `the file cannot be read (${error.code})` });
  }
  const document = parse(bytes.toString());
  if (isSealedAnalysis(document)) return success({ document, bytes });
  const detail = 'the file is no analysis of schema 1';
  return failure({ kind: 'analysis-malformed', detail });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isSealedAnalysis(value: unknown): value is SealedAnalysis {
  const text = (...path: string[]) => typeof at(value, path) === 'string';
  const [age, weeks] = [at(value, ['parameters', 'age']), at(value, ['parameters', 'weeks'])];
  return (
    at(value, ['schema']) === 1 &&
    text('sample') &&
    text('software', 'version') &&
    text('model', 'id') &&
    text('input', 'file') &&
    text('input', 'sha256') &&
    (age === null || typeof age === 'number') &&
    (weeks === null || typeof weeks === 'string')
  );
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined,
    value,
  );
}
