import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { longBam } from '../support/long-bam.ts';

const entry = fileURLToPath(new URL('../../src/cli/banyan.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'banyan-stopped-'));
const output = join(folder, 'out');
beforeAll(() => {
  mkdirSync(output);
  writeFileSync(join(folder, 'long.bam'), longBam());
  writeFileSync(join(folder, 'more.bam'), longBam());
  writeFileSync(join(output, 'long.bins.tsv.gz'), 'the old result');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each([
  ['SIGTERM', 'one thread', ['--threads', '1', 'long.bam']],
  ['SIGTERM', 'two threads', ['--threads', '2', 'long.bam']],
  ['SIGINT', 'two threads', ['--threads', '2', 'long.bam']],
  ['SIGTERM', 'two files', ['long.bam', 'more.bam']],
] as const)('%s while %s count ends it at once, and leaves what was there', async (...given) => {
  const [signal, , words] = given;
  const banyan = spawn(process.execPath, [entry, 'count', '-o', output, ...words], { cwd: folder });
  const ended = once(banyan, 'exit');
  await new Promise((resolve) => setTimeout(resolve, 900));
  expect(banyan.exitCode).toBeNull();
  banyan.kill(signal);
  expect(await ended).toEqual([null, signal]);
  expect(readdirSync(output)).toEqual(['long.bins.tsv.gz']);
  expect(readFileSync(join(output, 'long.bins.tsv.gz'), 'utf8')).toBe('the old result');
});
