import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { callBanyan } from '../support/call-banyan.ts';
import { runBanyan } from '../support/run-banyan.ts';

describe('banyan', () => {
  it('tells its version', () => {
    const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    const { version } = JSON.parse(text) as { version: string };
    expect(runBanyan(['--version'])).toEqual({ exit: 0, out: `${version}\n`, err: '' });
  });

  it('lists its commands', () => {
    const { exit, out, err } = runBanyan(['--help']);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toMatch(/^usage: banyan <command>/);
    expect(out).toMatch(/^ {2}count +Count the reads/m);
  });

  it('tells a command’s usage', () => {
    const { exit, out } = runBanyan(['count', '--help']);
    expect(exit).toBe(0);
    expect(out).toContain('--duplicates flag|start|keep');
  });

  it('refuses no command with exit 2', () => {
    const { exit, out, err } = runBanyan([]);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toMatch(/^banyan: no command given\nusage: /);
  });

  it.each([
    [['cuont'], /^banyan: unknown command cuont\nusage: /],
    [['toString'], /^banyan: unknown command toString\n/],
  ])('refuses %j with exit 2', async (words, message) => {
    const { exit, out, err } = await callBanyan(words);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toMatch(message);
  });

  it('says a fault of ours in one line with exit 1, with its stack only when asked', () => {
    const breakage = `globalThis.SharedArrayBuffer = function () { throw new Error('no\\nroom') }`;
    const module = `data:text/javascript,${encodeURIComponent(breakage)}`;
    const env = { NODE_OPTIONS: `--import ${module.replaceAll("'", '%27')}` };
    const plain = runBanyan(['count', 'some.bam', '--json'], { env });
    expect(plain).toEqual({ exit: 1, out: '', err: 'banyan: internal fault: no\n' });
    const debug = runBanyan(['count', 'some.bam', '--json'], {
      env: { ...env, BANYAN_DEBUG: '1' },
    });
    expect(debug.exit).toBe(1);
    expect(debug.err).toMatch(/\n +at /);
  });
});
