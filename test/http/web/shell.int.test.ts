import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { webFolder } from '../../../src/http/web-files.ts';
import { webPaths } from '../../../src/http/web-paths.ts';
import type { Role } from '../../../src/security/roles.ts';
import { routes } from '../../../src/web/app/routes.ts';
import { type CaseService, caseService } from '../../support/case-service.ts';

const firstLoadBytesMax = 400 * 1024;

let service: CaseService;
beforeAll(async () => {
  service = await caseService();
});
afterAll(() => service.close());

function look(url: string, role?: Role, headers: Record<string, string> = {}) {
  const cookie = role ? { cookie: `banyan_session=${service.keys[role]}` } : {};
  return service.app.inject({ url, headers: { accept: 'text/html', ...cookie, ...headers } });
}

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
  readonly isEntry?: boolean;
}

function builtChunks(): Record<string, Chunk> {
  return JSON.parse(readFileSync(`${webFolder}manifest.json`, 'utf8'));
}

/** A chunk with all it loads at once. */
function filesOf(chunks: Record<string, Chunk>, name: string): string[] {
  const { file, imports = [], css = [] } = chunks[name];
  return [file, ...css, ...imports.flatMap((each) => filesOf(chunks, each))];
}

describe('the page', () => {
  it('stands at the addresses its own table names', () => {
    expect([...webPaths].sort()).toEqual(routes.map(({ path }) => path).sort());
  });

  it('allows no script and no style but its own, with a new nonce for each answer', async () => {
    const [one, two] = [await look('/', 'reviewer'), await look('/', 'reviewer')];
    const policy = String(one.headers['content-security-policy']);
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    const nonce = /style-src 'self' 'nonce-([^']{20,})'/.exec(policy)?.[1] ?? 'none';
    expect(one.body).toContain(`<meta property="csp-nonce" nonce="${nonce}">`);
    expect(two.body).not.toContain(nonce);
    expect(one.body).not.toMatch(/<style|\son\w+=|<script(?![^>]* src="\/assets\/)|style="/i);
    expect(one.body).not.toMatch(/(?:src|href)="(?:https?:)?\/\//i);
    expect(one.body).not.toContain('%NONCE%');
    expect(one.headers['cache-control']).toBe('no-store');
  });

  it('says to whom has no JavaScript that it needs it, in both languages', async () => {
    const { body } = await look('/runs', 'reviewer');
    expect(body).toMatch(/<noscript>[\s\S]*此页面需要启用 JavaScript[\s\S]*needs JavaScript/);
  });

  it('speaks the language asked for and remembers it', async () => {
    expect((await look('/', 'reviewer')).body).toContain('<html lang="zh-CN">');
    const english = await look('/?lang=en', 'reviewer');
    expect(english.body).toContain('<html lang="en">');
    expect(english.cookies[0]).toMatchObject({ name: 'banyan_language', value: 'en' });
  });

  it('loads less than 400 KB compressed before its first chart', () => {
    const chunks = builtChunks();
    const entry = Object.keys(chunks).find((name) => chunks[name].isEntry) ?? '';
    const pages = Object.keys(chunks).filter((name) => name.startsWith('pages/'));
    expect(pages.length).toBeGreaterThan(0);
    for (const page of pages) {
      const files = new Set([...filesOf(chunks, entry), ...filesOf(chunks, page)]);
      const sizes = [...files].map((file) => gzipSync(readFileSync(webFolder + file)).length);
      const total = sizes.reduce((sum, size) => sum + size, 0);
      expect(total, page).toBeLessThan(firstLoadBytesMax);
    }
  });

  it('sends its files compressed, to be kept for ever', async () => {
    const [{ file }] = Object.values(builtChunks());
    const answer = await look(`/${file}`, undefined, { 'accept-encoding': 'gzip' });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-encoding': 'gzip',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    expect((await look('/assets/index.js')).statusCode).toBe(404);
    expect((await look('/assets/..%2Fmanifest.json')).statusCode).toBe(400);
  });

  it('leads administrators to what is theirs, others who see no run to their account', async () => {
    const answer = await look('/', 'system-administrator');
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/administration']);
    const finance = await look('/', 'county-finance');
    expect([finance.statusCode, finance.headers.location]).toEqual([303, '/account']);
  });
});

describe('the door', () => {
  it('leads back to the page that was wanted', async () => {
    const turned = await look('/runs');
    expect([turned.statusCode, turned.headers.location]).toEqual([303, '/sign-in']);
    expect(turned.cookies[0]).toMatchObject({ name: 'banyan_return', value: '/runs' });
    expect(turned.cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
  });

  it('takes no address of another place to lead back to', async () => {
    for (const evil of ['//evil.example', '/\\evil.example', 'https://evil.example', '/a?b=//c']) {
      const page = await look(`/second-factor?to=${encodeURIComponent(evil)}`, 'reviewer');
      expect(page.statusCode).toBe(200);
      expect(page.body).not.toContain('evil');
      expect(page.body).not.toContain('name="to"');
    }
    const own = await look('/second-factor?to=/queue', 'reviewer');
    expect(own.body).toContain('name="to" value="/queue"');
  });
});
