import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatBinsFile } from '../../src/analysis/bin-counts/bins-file.ts';
import { callBanyan } from '../support/call-banyan.ts';
import { runBanyan } from '../support/run-banyan.ts';
import {
  simulatedControls,
  simulatedLandscape,
  simulatedSample,
} from '../support/simulated-model.ts';

const folder = mkdtempSync(join(tmpdir(), 'banyan-verify-'));
const at = (name: string) => join(folder, name);
const landscape = simulatedLandscape(1_000_000);

beforeAll(async () => {
  mkdirSync(at('controls'));
  for (const counts of simulatedControls(landscape, 24)) {
    writeFileSync(at(`controls/${counts.sample}.bins.tsv`), formatBinsFile(counts));
  }
  writeFileSync(at('case.bins.tsv'), formatBinsFile(simulatedSample(landscape, {})));
  expect(
    (await callBanyan(['model', 'build', '--counts', at('controls'), '-o', at('model')])).exit,
  ).toBe(0);
  const words = ['analyse', at('case.bins.tsv'), '--model', at('model'), '-o', folder];
  expect((await callBanyan([...words, '--age', '36', '--weeks', '16+3'])).exit).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true }));

const sealed = () => readFileSync(at('case.analysis.json'), 'utf8');
const verify = (file: string, input: string) =>
  callBanyan(['verify', at(file), '--model', at('model'), '--input', at(input)]);

describe('banyan verify', () => {
  it('computes the same bytes again, whatever the input is called now', async () => {
    const words = [at('case.analysis.json'), '--model', at('model')];
    const verified = runBanyan(['verify', ...words, '--input', at('case.bins.tsv')]);
    expect(verified).toMatchObject({ exit: 0, err: '' });
    expect(verified.out).toContain(`the same ${Buffer.byteLength(sealed())} bytes again`);
    renameSync(at('case.bins.tsv'), at('archived.bins.tsv'));
    expect((await verify('case.analysis.json', 'archived.bins.tsv')).exit).toBe(0);
    renameSync(at('archived.bins.tsv'), at('case.bins.tsv'));
  });

  it.each([
    ['a z-score', [/"z": -?\d/, '"z": 9'], /byte \d+ on line \d+ is not what the inputs give/],
    ['the age', ['"age": 36', '"age": 26'], /byte \d+ on line \d+/],
    ['a verdict', [/"verdict": "(low-risk|no-call)"/, '"verdict": "high-risk"'], /byte \d+/],
    ['the input', [/(?<="input": \{[^}]*"sha256": ")[0-9a-f]{8}/, '00000000'], /SHA-256 00000000/],
    ['the version', [/"version": "[^"]+"/, '"version": "0.0.1"'], /made by version 0\.0\.1/],
    ['the model', [/"id": "[^"]+"/, '"id": "elsewhere"'], /made with model elsewhere/],
    ['its form', ['"schema": 1', '"schema": 2'], /no analysis of schema 1/],
  ] as const)('tells that %s was changed', async (_what, [from, to], message) => {
    const changed = sealed().replace(from, to);
    expect(changed).not.toBe(sealed());
    writeFileSync(at('changed.json'), changed);
    const verified = await verify('changed.json', 'case.bins.tsv');
    expect(verified).toMatchObject({ exit: 3, out: '' });
    expect(verified.err).toMatch(message);
  });

  it('is wrong use without a model, an input or one analysis', async () => {
    for (const words of [
      [at('case.analysis.json'), '--input', 'x'],
      [at('case.analysis.json'), '--model', at('model')],
      ['--model', at('model'), '--input', 'x'],
    ]) {
      expect((await callBanyan(['verify', ...words])).exit).toBe(2);
    }
  });
});
