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
import { type CaseService, today } from '../support/case-service.ts';
import { registerSmallModel, scoredRun } from '../support/model-series.ts';
import { peerDescribe } from '../support/peers.ts';
import { reviewBatch } from '../support/review-batch.ts';

const screens = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
];
const languages = ['zh', 'en'] as const;

/** A model in use whose second batch has drifted, and a candidate. */
async function modelWithSeries(service: CaseService): Promise<{ id: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'banyan-models-'));
  const model = await registerSmallModel(service, { from: join(folder, 'a'), seed: 3 });
  await takeUpFirstModel(service.services.kysely, model.id, today);
  await registerSmallModel(service, { from: join(folder, 'b'), seed: 4 });
  rmSync(folder, { recursive: true });
  for (const flowcell of ['FC-A', 'FC-B']) await scoredRun(service, { model, flowcell });
  await scoredRun(service, { model, flowcell: 'FC-C', lot: 'K-2', shift: { 18: 3 } });
  return model;
}

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
    const touched = { by: 'model', value: 'controls-2026', reason: 'a control was swapped' };
    const { body: lookBack } = await call('laboratory-manager', 'POST /api/v1/look-backs', touched);
    const { body: cases } = await call('reviewer', 'GET /api/v1/high-risk-cases');
    const ofCase = `/aftercare/${cases.items[0].pregnancyId}`;
    const model = await modelWithSeries(laboratory.service);
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
      ['laboratory-manager', '/models'],
      ['laboratory-manager', `/models/${model.id}`],
      ['laboratory-manager', '/look-backs'],
      ['laboratory-manager', `/look-backs/${lookBack.id}`],
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
