import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Role } from '../../src/security/roles.ts';
import {
  type BrowserLaboratory,
  browserLaboratory,
  browserPath,
  hasBrowser,
} from '../support/browser-laboratory.ts';
import { peerDescribe } from '../support/peers.ts';
import { reviewBatch } from '../support/review-batch.ts';

const screens = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
];
const languages = ['zh', 'en'] as const;

peerDescribe('every page', { what: browserPath, present: hasBrowser }, () => {
  let laboratory: BrowserLaboratory;
  let pages: [Role, string][];
  beforeAll(async () => {
    laboratory = await browserLaboratory();
    const { call } = laboratory.service;
    const kinds = ['unremarkable', 'T21', 'low-fetal-fraction', 'T18'] as const;
    const samples = await reviewBatch(laboratory.service, { kinds });
    const review = `POST /api/v1/reviews/${samples[1].reviewId}` as const;
    await call('reviewer', `${review}/decision`, { decision: 'approve', comment: '' });
    const { body: report } = await call('approver', `${review}/sign`);
    const { body: cases } = await call('reviewer', 'GET /api/v1/high-risk-cases');
    const ofCase = `/aftercare/${cases.items[0].pregnancyId}`;
    pages = [
      ['reviewer', '/queue'],
      ['approver', '/queue'],
      ['technician', '/queue'],
      ['reviewer', '/reports'],
      ['reviewer', `/reports/${report.id}`],
      ['approver', `/reports/${report.id}`],
      ['technician', '/aftercare'],
      ['reviewer', ofCase],
      ['laboratory-manager', ofCase],
      ['technician', '/administration/jobs'],
      ['reviewer', '/administration/tasks'],
      ['system-administrator', '/administration/staff'],
      ['security-administrator', '/administration/staff'],
      ['security-administrator', '/administration/keys'],
      ['security-administrator', '/administration/clients'],
      ['audit-administrator', '/administration/audit'],
    ];
  });
  afterAll(() => laboratory.close());

  async function faultsOf(page: Page): Promise<string[]> {
    const cut = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<axe.AxeResults>('axe.run()');
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
    return cut > 0 ? [...found, `cut by ${cut}`] : found;
  }

  it.each(languages)('in %s is whole and accessible on both screens', async (language) => {
    const faults: string[] = [];
    for (const [role, path] of pages) {
      const page = await laboratory.open(role, language);
      await page.goto(`${laboratory.address}${path}?lang=${language}`);
      await page.waitForSelector('main h1');
      await page.waitForSelector('main [role=status][aria-label]', { state: 'detached' });
      for (const screen of screens) {
        await page.setViewportSize(screen);
        const found = await faultsOf(page);
        faults.push(...found.map((fault) => `${path} (${role}, ${screen.width}): ${fault}`));
      }
      await page.context().close();
    }
    expect(faults).toEqual([]);
    expect(laboratory.complaints).toEqual([]);
  });
});
