import { afterAll, beforeAll, expect, it } from 'vitest';
import { addControl, settleSample } from '../support/batch-service.ts';
import {
  type BrowserLaboratory,
  browserLaboratory,
  browserPath,
  hasBrowser,
} from '../support/browser-laboratory.ts';
import { peerDescribe } from '../support/peers.ts';
import { type ReviewSample, reviewBatch } from '../support/review-batch.ts';

peerDescribe('a batch whose control failed', { what: browserPath, present: hasBrowser }, () => {
  let laboratory: BrowserLaboratory;
  let samples: ReviewSample[];
  beforeAll(async () => {
    laboratory = await browserLaboratory();
    const { service } = laboratory;
    const kinds = Array.from({ length: 3 }, () => 'unremarkable' as const);
    samples = await reviewBatch(service, { kinds, state: 'OPEN' });
    const { runId } = samples[0];
    const id = await addControl(service, { runId, kind: 'negative-control', name: 'NC' });
    await settleSample(service, { id, runId, to: 'FAILED' });
  });
  afterAll(() => laboratory.close());

  it('is held, which the queue says, and offers nothing to confirm as a list', async () => {
    const reviewer = await laboratory.enter(await laboratory.hire('chen', ['reviewer']), 'zh');
    await reviewer.goto(`${laboratory.address}/queue`);
    await reviewer.waitForSelector('.queue table >> text=批次暂停');
    expect(await reviewer.locator('button:has-text("批量确认")').count()).toBe(0);
    await reviewer.goto(`${laboratory.address}/runs/${samples[0].runId}`);
    await reviewer.waitForSelector('text=批次质控');
    expect(await reviewer.locator('textarea[name=reason]').count()).toBe(0);
  });

  it('is released by a named person, with a reason that stays with it', async () => {
    const manager = await laboratory.hire('lin', ['laboratory-manager']);
    const page = await laboratory.enter(manager, 'en');
    await page.goto(`${laboratory.address}/runs/${samples[0].runId}`);
    const release = page.locator('button:has-text("Release the batch")');
    await page.fill('textarea[name=reason]', 'too short');
    expect(await release.isDisabled()).toBe(true);
    const reason = 'Control tube broke in the centrifuge; all drifts are green';
    await page.fill('textarea[name=reason]', reason);
    await release.click();
    await page.waitForSelector(`text=released by lin · ${reason}`);
    expect(await release.count()).toBe(0);
    expect(laboratory.complaints).toEqual([]);
  });

  it('is then reviewed as a list', async () => {
    const page = await laboratory.enter(await laboratory.hire('wang', ['reviewer']), 'en');
    await page.goto(`${laboratory.address}/queue`);
    await page.waitForSelector('.queue-sample');
    await page.keyboard.press('l');
    await page.waitForSelector('button:has-text("Approve 3")');
  });
});
