import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bearerToken } from '../../src/security/bearer-token.ts';
import type { Role } from '../../src/security/roles.ts';
import { uuidV7 } from '../../src/security/uuid-v7.ts';
import { insertSession } from '../../src/store/session-store.ts';
import { type CaseService, caseService, today } from '../support/case-service.ts';
import { faultOfPicture } from '../support/golden-picture.ts';
import { peerDescribe } from '../support/peers.ts';
import { type SimulatedBatch, simulatedBatch } from '../support/simulated-batch.ts';
import { smallLaboratory } from '../support/small-model.ts';

const browserPath = '/usr/bin/chromium';
const flags = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
const screens = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

peerDescribe(
  'the page in a browser',
  { what: browserPath, present: existsSync(browserPath) },
  () => {
    let service: CaseService;
    let browser: Browser;
    let address: string;
    let batch: SimulatedBatch;
    const complaints: string[] = [];

    beforeAll(async () => {
      service = await caseService();
      const options = { samples: 8, controls: 60, landscape: smallLaboratory };
      batch = await simulatedBatch(service, options);
      address = await service.app.listen({ host: '127.0.0.1', port: 0 });
      browser = await chromium.launch({ executablePath: browserPath, args: flags });
    });
    afterAll(async () => {
      await browser.close();
      await service.close();
    });

    async function open(role: Role, { locale, path }: { locale: string; path: string }) {
      const page = await browser.newPage({ locale });
      const cookie = { name: 'banyan_session', value: service.keys[role], url: address };
      await page.context().addCookies([cookie]);
      page.on('console', (message) => complaints.push(`${page.url()}: ${message.text()}`));
      page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
      page.on('request', (request) => {
        if (!request.url().startsWith(address) && !request.url().startsWith('data:')) {
          complaints.push(`${page.url()} asks ${request.url()}`);
        }
      });
      await page.goto(address + path);
      return page;
    }

    /**
     * What a page says in a language, having been looked at on every screen, by axe, and beside
     * its golden picture if it has one.
     */
    async function look(page: Page, language: string, picture?: string): Promise<string> {
      expect(await page.getAttribute('html', 'lang')).toBe(language);
      for (const screen of screens) {
        await page.setViewportSize(screen);
        const cut = await page.evaluate<number>(`[document.documentElement,
        ...document.querySelectorAll('section')].filter((box) =>
          box.scrollWidth > box.clientWidth + 1).length`);
        expect(cut, `${page.url()} at ${screen.width}`).toBe(0);
      }
      await page.evaluate(axe);
      const { violations } = await page.evaluate<AxeResults>('axe.run()');
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
      expect(found, page.url()).toEqual([]);
      if (picture) expect(await faultOfPicture(page, `${picture}-${language}`)).toBe(null);
      return page.innerText('main');
    }

    it('takes a sample from its run to its report, in both languages, without a complaint', async () => {
      const reviewer = await open('reviewer', { locale: 'zh-CN', path: '/' });
      await reviewer.waitForSelector('.plain-table');
      expect(await look(reviewer, 'zh-CN', 'runs')).toContain('测序批次');
      await reviewer.click(`a[href="/runs/${batch.runId}"]`);
      await reviewer.waitForSelector('.batch-table');
      expect(await look(reviewer, 'zh-CN', 'batch')).toContain('高风险');
      await reviewer.click('.batch-table a:text-is("sample-02")');
      await reviewer.waitForSelector('.genome-profile canvas');
      expect(await look(reviewer, 'zh-CN', 'sample')).toContain('提交审核');
      await reviewer.click('.chromosome-picker button:text-is("21")');
      await reviewer.waitForSelector('svg.ideogram');
      await reviewer.check('input[value=approve]');
      await reviewer.fill('textarea', '与计数一致');
      await reviewer.click('form.decide button');
      await reviewer.waitForSelector('text=审核通过');
      await reviewer.click('header button[lang=en]');
      await reviewer.waitForSelector('.genome-profile canvas');
      expect(await look(reviewer, 'en', 'sample')).toContain('Approved');
      expect(new URL(reviewer.url()).search).toBe('');
      await reviewer.close();

      const path = `/samples/${batch.sampleIds[1]}`;
      const approver = await open('approver', { locale: 'en-GB', path });
      await approver.check('input[name=checked]');
      await approver.click('form.decide button');
      await approver.waitForSelector('text=Issued report');
      await approver.goto(`${address}/runs/${batch.runId}`);
      await approver.waitForSelector('.batch-table');
      expect(await look(approver, 'en', 'batch')).toContain('Need attention');
      await approver.close();
      expect(complaints).toEqual([]);
    });

    it('keeps what was typed when the session ends, and leads to the door and back', async () => {
      const path = `/samples/${batch.sampleIds[3]}`;
      const page = await open('reviewer', { locale: 'en-GB', path });
      await page.check('input[value=redraw]');
      await page.fill('textarea', 'typed before the end');
      const { kysely } = service.services;
      const own = await kysely
        .selectFrom('staff_session')
        .innerJoin('actor', 'actor.id', 'staff_session.staff_id')
        .select('actor.id')
        .where('actor.name', '=', 'reviewer')
        .executeTakeFirstOrThrow();
      await kysely.deleteFrom('staff_session').where('staff_id', '=', own.id).execute();
      await page.click('form.decide button');
      await page.waitForSelector('text=Your session has ended');
      await page.click('.ant-modal button');
      await page.waitForSelector('input[name=password]');
      const token = bearerToken('session');
      const expiresAt = new Date(today.getTime() + 3_600_000);
      const session = { id: uuidV7(), token, staffId: own.id, factorAt: today, now: today };
      await kysely.transaction().execute((tx) => insertSession(tx, { ...session, expiresAt }));
      await page.context().addCookies([{ name: 'banyan_session', value: token, url: address }]);
      await page.goto(address + path);
      await page.waitForSelector('textarea');
      expect(await page.inputValue('textarea')).toBe('typed before the end');
      await page.close();
    });
  },
);
