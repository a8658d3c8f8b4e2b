import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Role } from '../../../src/security/roles.ts';
import {
  analyseCase,
  type CaseService,
  caseService,
  registerCase,
} from '../../support/case-service.ts';
import { peerDescribe } from '../../support/peers.ts';
import { analysisExample } from '../../support/report-example.ts';

const browserPath = '/usr/bin/chromium';
const screens = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
];

peerDescribe(
  'the pages in a browser',
  { what: browserPath, present: existsSync(browserPath) },
  () => {
    let service: CaseService;
    let browser: Browser;
    let address: string;
    let made: { runId: string; sampleId: string; reviewId: string };
    const complaints: string[] = [];

    beforeAll(async () => {
      service = await caseService();
      const { number } = await registerCase(service);
      made = await analyseCase(service, { number, result: analysisExample({ T21: 'high-risk' }) });
      address = await service.app.listen({ host: '127.0.0.1', port: 0 });
      browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
    });
    afterAll(async () => {
      await browser.close();
      await service.close();
    });

    async function signIn(role: Role, locale: string): Promise<Page> {
      const page = await browser.newPage({ locale });
      const cookie = { name: 'banyan_session', value: service.keys[role], url: address };
      await page.context().addCookies([cookie]);
      page.on('console', (message) => complaints.push(`${page.url()}: ${message.text()}`));
      page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
      page.on('response', (answer) => {
        if (answer.status() >= 400) complaints.push(`${answer.url()}: ${answer.status()}`);
      });
      await page.goto(address);
      return page;
    }

    /** What a page says in a language, having been looked at on every screen. */
    async function look(page: Page, language: string): Promise<string> {
      expect(await page.getAttribute('html', 'lang')).toBe(language);
      for (const screen of screens) {
        await page.setViewportSize(screen);
        const cut = await page.evaluate(`[document.documentElement,
        ...document.querySelectorAll('section')].filter((box) =>
          box.scrollWidth > box.clientWidth + 1).length`);
        expect(cut, `${page.url()} at ${screen.width}`).toBe(0);
      }
      return page.innerText('main');
    }

    it('take a sample from its run to its report, in both languages and without a complaint', async () => {
      const reviewer = await signIn('reviewer', 'zh-CN');
      expect(await look(reviewer, 'zh-CN')).toContain('测序批次');
      await reviewer.click(`a[href="/runs/${made.runId}"]`);
      expect(await look(reviewer, 'zh-CN')).toContain('高风险');
      await reviewer.click(`a[href="/samples/${made.sampleId}"]`);
      expect(await look(reviewer, 'zh-CN')).toContain('提交审核');
      await reviewer.check('input[value=approve]');
      await reviewer.fill('textarea', '与计数一致');
      await reviewer.click('form.decide button');
      expect(await look(reviewer, 'zh-CN')).toContain('审核通过');
      await reviewer.click('nav a[hreflang=en]');
      expect(await look(reviewer, 'en')).toContain('Approved');
      await reviewer.close();

      const approver = await signIn('approver', 'en-GB');
      await approver.goto(`${address}/samples/${made.sampleId}`);
      await approver.check('input[name=checked]');
      await approver.click('form.decide button');
      expect(await look(approver, 'en')).toContain('Issued report');
      await approver.click('a[href^="/reports/"]');
      expect(await look(approver, 'en')).toContain('High risk of trisomy 21');
      await approver.click('nav a[hreflang=zh]');
      expect(await look(approver, 'zh-CN')).toContain('21三体综合征高风险');
      await approver.close();
      expect(complaints).toEqual([]);
    });
  },
);
