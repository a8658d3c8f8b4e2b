import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Role } from '../../src/security/roles.ts';
import { takeUpFirstModel } from '../../src/store/reference-model-store.ts';
import {
  type BrowserLaboratory,
  browserLaboratory,
  browserPath,
  hasBrowser,
} from '../support/browser-laboratory.ts';
import { type CaseService, grantRestricted, today } from '../support/case-service.ts';
import { faultOfPicture } from '../support/golden-picture.ts';
import { registerSmallModel, scoredRun } from '../support/model-series.ts';
import { peerDescribe } from '../support/peers.ts';
import { reviewBatch } from '../support/review-batch.ts';

const screens = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
];
const languages = ['zh', 'en'] as const;
/** Some twenty pages, each on two screens. */

/** A model in use whose second batch has drifted, and a candidate. */
async function modelWithSeries(
  service: CaseService,
): Promise<{ inUse: string; candidate: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'banyan-models-'));
  const model = await registerSmallModel(service, { from: join(folder, 'a'), seed: 3 });
  await takeUpFirstModel(service.services.kysely, model.id, today);
  const candidate = await registerSmallModel(service, { from: join(folder, 'b'), seed: 4 });
  rmSync(folder, { recursive: true });
  for (const flowcell of ['FC-A', 'FC-B']) await scoredRun(service, { model, flowcell });
  await scoredRun(service, { model, flowcell: 'FC-C', lot: 'K-2', shift: { 18: 3 } });
  const line = `POST /api/v1/models/${candidate.id}/shadow-run` as const;
  await service.call('technician', line, { batches: 2 });
  return { inUse: model.id, candidate: candidate.id };
}

peerDescribe('every page', { what: browserPath, present: hasBrowser }, () => {
  let laboratory: BrowserLaboratory;
  /** Who looks where, and the name of the golden picture if there is one. */
  let pages: [Role, string, string?][];
  beforeAll(async () => {
    laboratory = await browserLaboratory();
    const { call } = laboratory.service;
    const kinds = ['unremarkable', 'T21', 'low-fetal-fraction', 'T18'] as const;
    const samples = await reviewBatch(laboratory.service, { kinds });
    const review = `POST /api/v1/reviews/${samples[1].reviewId}` as const;
    await call('reviewer', `${review}/decision`, { decision: 'approve', comment: '' });
    const { body: report } = await call('approver', `${review}/sign`);
    const touched = { by: 'model', value: 'controls-2026', reason: 'a control was swapped' };
    const { body: lookBack } = await call('laboratory-manager', 'POST /api/v1/look-backs', touched);
    const { body: cases } = await call('reviewer', 'GET /api/v1/high-risk-cases');
    const ofCase = `/aftercare/${cases.items[0].pregnancyId}`;
    const model = await modelWithSeries(laboratory.service);
    await grantRestricted(laboratory.service, 'reviewer');
    pages = [
      ['reviewer', '/queue', 'queue'],
      ['approver', '/queue'],
      ['technician', '/queue'],
      ['reviewer', '/reports'],
      ['reviewer', `/reports/${report.id}`, 'report'],
      ['approver', `/reports/${report.id}`],
      ['technician', '/aftercare'],
      ['reviewer', ofCase, 'aftercare-case'],
      ['laboratory-manager', ofCase],
      ['laboratory-manager', '/models'],
      ['laboratory-manager', '/look-backs'],
      ['laboratory-manager', `/look-backs/${lookBack.id}`],
      ['laboratory-manager', `/models/${model.inUse}`, 'model'],
      ['laboratory-manager', `/models/${model.candidate}`],
      ['technician', '/administration/jobs'],
      ['reviewer', '/administration/tasks'],
      ['system-administrator', '/administration/staff'],
      ['security-administrator', '/administration/staff'],
      ['security-administrator', '/administration/keys'],
      ['security-administrator', '/administration/clients'],
      ['reviewer', '/administration/limits'],
      ['audit-administrator', '/administration/audit'],
    ];
  });
  afterAll(() => laboratory.close());

  async function faultsOf(page: Page): Promise<string[]> {
    const faults: string[] = [];
    for (const screen of screens) {
      await page.setViewportSize(screen);
      const cut = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      if (cut > 0) faults.push(`cut by ${cut} at ${screen.width}`);
    }
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate<axe.AxeResults>('axe.run()');
    return [...faults, ...violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)];
  }

  it.each(languages)('in %s is whole and accessible on both screens', async (language) => {
    const faults: string[] = [];
    for (const [role, path, picture] of pages) {
      const page = await laboratory.open(role, language);
      await page.goto(`${laboratory.address}${path}?lang=${language}`);
      await page.waitForSelector('main h1');
      await page.waitForSelector('main [role=status][aria-label]', { state: 'detached' });
      const found = await faultsOf(page);
      faults.push(...found.map((fault) => `${path} (${role}): ${fault}`));
      const fault = picture && (await faultOfPicture(page, `${picture}-${language}`));
      if (fault) faults.push(fault);
      await page.context().close();
    }
    expect(faults).toEqual([]);
    expect(laboratory.complaints).toEqual([]);
  });

  it('shows X and Y to who may, for a reason, and forgets them on leaving', async () => {
    const page = await laboratory.open('reviewer', 'en');
    const { id } = await laboratory.service.services.kysely
      .selectFrom('sample')
      .select('id')
      .orderBy('id')
      .executeTakeFirstOrThrow();
    await page.goto(`${laboratory.address}/samples/${id}`);
    const panel = page.locator('section.restricted');
    await panel.locator('input[value=judge-twins]').check();
    await panel.locator('textarea').fill('one twin may have vanished');
    await panel.locator('button[type=submit]').click();
    await panel.locator('[role=status] >> text=77.7').first().waitFor();
    expect(await faultsOf(page)).toEqual([]);
    const stored = await page.evaluate<string>(
      'JSON.stringify([localStorage, sessionStorage, location.href, document.title])',
    );
    expect(stored).not.toMatch(/77\.7|vanished/);
    await page.evaluate(`Object.defineProperty(document, 'visibilityState', { value: 'hidden' });
      document.dispatchEvent(new Event('visibilitychange'))`);
    await panel.locator('[role=status]').waitFor({ state: 'detached' });
    expect(await panel.locator('textarea').inputValue()).toBe('');
    const approver = await laboratory.open('approver', 'en');
    await approver.goto(`${laboratory.address}/samples/${id}`);
    await approver.waitForSelector('.why-cards');
    expect(await approver.locator('.restricted').count()).toBe(0);
    expect(laboratory.complaints).toEqual([]);
  });
});
