import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type BrowserLaboratory,
  browserLaboratory,
  browserPath,
  hasBrowser,
  type Person,
} from '../support/browser-laboratory.ts';
import { peerDescribe } from '../support/peers.ts';
import { type ReviewSample, reviewBatch, type SampleKind } from '../support/review-batch.ts';

const kinds: SampleKind[] = Array.from({ length: 12 }, () => 'unremarkable');
kinds[4] = 'T21';
kinds[9] = 'low-fetal-fraction';
const presses = { count: 0 };

peerDescribe('a batch by keys alone', { what: browserPath, present: hasBrowser }, () => {
  let laboratory: BrowserLaboratory;
  let samples: ReviewSample[];
  let reviewer: Person;
  let approver: Person;
  beforeAll(async () => {
    laboratory = await browserLaboratory();
    samples = await reviewBatch(laboratory.service, { kinds });
    reviewer = await laboratory.hire('chen', ['reviewer', 'approver']);
    approver = await laboratory.hire('wang', ['approver']);
  });
  afterAll(() => laboratory.close());

  async function press(page: Page, ...keys: string[]): Promise<void> {
    for (const key of keys) {
      await page.keyboard.press(key);
      presses.count += 1;
    }
  }

  async function states(): Promise<string[]> {
    const { kysely } = laboratory.service.services;
    const rows = await kysely.selectFrom('review').select('state').orderBy('id').execute();
    return rows.map(({ state }) => state);
  }

  it('is reviewed with at most three presses for each unremarkable sample', async () => {
    const page = await laboratory.enter(reviewer, 'zh');
    await page.goto(`${laboratory.address}/queue`);
    // The high risk stands first: it is looked at, and approved by itself.
    await page.waitForSelector('.queue-sample .tag.bad');
    await press(page, 'c');
    await page.keyboard.type('与胎儿比例相符');
    await press(page, 'Escape', 'a', 'Enter');
    // Then what has to be drawn again, which needs a word.
    await page.waitForSelector(`.queue-sample h2:has-text("${samples[9].number}")`);
    await press(page, 'r', 'Enter');
    await page.keyboard.type('胎儿比例偏低，请重新采血');
    await press(page, 'Control+Enter');
    presses.count = 0;
    await press(page, 'a', 'Enter', 'a', 'Enter');
    await press(page, 'l');
    await page.waitForSelector('text=通过 8 个样本');
    await press(page, 'Enter');
    await page.waitForSelector('text=没有需要处理的样本');
    expect(presses.count).toBeLessThanOrEqual(3 * 10);
    const expected = kinds.map((kind) => (kind.startsWith('low') ? 'REDRAW' : 'APPROVED'));
    await expect.poll(states).toEqual(expected);
  });

  it('is not signed by who reviewed it, and that is said before one tries', async () => {
    const page = await laboratory.enter(reviewer, 'en');
    await page.goto(`${laboratory.address}/queue`);
    await page.click('text=To sign');
    await page.waitForSelector('text=another person has to sign it');
    expect(await page.locator('.verbs button').count()).toBe(0);
    await press(page, 's', 'Enter', 'l', 'Enter');
    expect(await page.locator('.refused > *').count()).toBe(0);
  });

  it('is signed by a second reader, who gives the second factor once', async () => {
    const page = await laboratory.enter(approver, 'en');
    await page.goto(`${laboratory.address}/queue`);
    await laboratory.wait(16 * 60);
    await page.reload();
    await page.waitForSelector('.queue-sample');
    await press(page, 's');
    await page.waitForURL(/second-factor/);
    await laboratory.giveFactor(page, approver);
    await page.waitForURL(/\/queue$/);
    await page.waitForSelector('.queue-sample .tag.bad');
    await press(page, 's', 'Enter', 'l');
    await page.waitForSelector('text=Sign 10 reports');
    await press(page, 'Enter');
    await page.waitForSelector('text=Nothing waits here');
    const { kysely } = laboratory.service.services;
    const count = async () => (await kysely.selectFrom('report').select('id').execute()).length;
    await expect.poll(count).toBe(11);
  });

  it('is read as a report, which one person proposes to revoke and another revokes', async () => {
    const { number } = samples[4];
    const proposer = await laboratory.enter(reviewer, 'zh');
    await proposer.goto(`${laboratory.address}/reports`);
    await proposer.click(`main a:has-text("${number}")`);
    await proposer.waitForSelector('text=21三体综合征高风险');
    expect(await proposer.locator('a[href*="/pdf?language=zh"]').count()).toBe(1);
    await proposer.check('input[value=revocation]');
    await proposer.fill('textarea[name=reason]', '标本与另一管调换，结果不属于本人');
    await proposer.click('form.change button[type=submit]');
    await proposer.waitForSelector('text=由您提出');
    expect(await proposer.locator('button:has-text("签发变更")').count()).toBe(0);

    const signer = await laboratory.enter(approver, 'en');
    await signer.goto(proposer.url());
    await signer.click('button:has-text("Sign the change")');
    await signer.waitForSelector('text=This version is no longer in force');
    const { rows } = await laboratory.service.database.pool.query(
      "select 1 from report where state = 'REVOKED'",
    );
    expect(rows).toHaveLength(1);
    expect(laboratory.complaints).toEqual([]);
  });
});
