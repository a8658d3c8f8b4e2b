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

/** A whole flow cell, of which people have to look at three. */
const kinds: SampleKind[] = Array.from({ length: 96 }, () => 'unremarkable');
kinds[4] = 'T21';
kinds[61] = 'T18';
kinds[90] = 'low-fetal-fraction';
const unremarkable = kinds.length - 3;
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

  async function reportStates(): Promise<Record<string, number>> {
    const { kysely } = laboratory.service.services;
    const rows = await kysely.selectFrom('report').select('state').execute();
    const all = Object.groupBy(rows, ({ state }) => state);
    return Object.fromEntries(Object.entries(all).map(([state, own]) => [state, own?.length ?? 0]));
  }

  it('is reviewed with at most three presses for each unremarkable sample', async () => {
    const page = await laboratory.enter(reviewer, 'zh');
    await page.goto(`${laboratory.address}/queue`);
    // High risk stands first: each is looked at, and approved by itself.
    for (const i of [4, 61]) {
      await page.waitForSelector(`.queue-sample h2:has-text("${samples[i].number}")`);
      await press(page, 'c');
      await page.keyboard.type('与胎儿比例相符');
      await press(page, 'Escape', 'a', 'Enter');
    }
    // Then what has to be drawn again, which needs a word.
    await page.waitForSelector(`.queue-sample h2:has-text("${samples[90].number}")`);
    await press(page, 'r', 'Enter');
    await page.keyboard.type('胎儿比例偏低，请重新采血');
    await press(page, 'Control+Enter');
    presses.count = 0;
    await press(page, 'a', 'Enter', 'a', 'Enter');
    await press(page, 'l');
    await page.waitForSelector(`text=通过 ${unremarkable - 2} 个样本`);
    await press(page, 'Enter');
    await page.waitForSelector('text=没有需要处理的样本');
    expect(presses.count).toBeLessThanOrEqual(3 * unremarkable);
    const expected = kinds.map((kind) => (kind.startsWith('low') ? 'REDRAW' : 'APPROVED'));
    expect(await states()).toEqual(expected);
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
    for (const i of [4, 61]) {
      await page.waitForSelector(`.queue-sample h2:has-text("${samples[i].number}")`);
      await press(page, 's', 'Enter');
    }
    await press(page, 'l');
    await page.waitForSelector(`text=Sign ${unremarkable} reports`);
    await press(page, 'Enter');
    await page.waitForSelector('text=Nothing waits here');
    expect(await reportStates()).toEqual({ ISSUED: unremarkable + 2 });
  });

  async function openReport(page: Page, number: string): Promise<void> {
    await page.goto(`${laboratory.address}/reports`);
    await page.fill('input[name=number]', number);
    await page.keyboard.press('Enter');
    await page.click(`main tr:only-child a:has-text("${number}")`);
  }

  /** Proposes a change to the report of a sample, and has another person sign it. */
  async function change(
    { number }: ReviewSample,
    { kind, reason }: { readonly kind: 'amendment' | 'revocation'; readonly reason: string },
  ): Promise<Page> {
    const proposer = await laboratory.enter(reviewer, 'zh');
    await openReport(proposer, number);
    await proposer.check(`input[value=${kind}]`);
    await proposer.fill('textarea[name=reason]', reason);
    await proposer.click('form.change button[type=submit]');
    await proposer.waitForSelector('text=由您提出');
    expect(await proposer.locator('button:has-text("签发变更")').count()).toBe(0);
    const signer = await laboratory.enter(approver, 'en');
    await signer.goto(proposer.url());
    await signer.click('button:has-text("Sign the change")');
    return signer;
  }

  it('is read as a report, whose page is a PDF', async () => {
    const page = await laboratory.enter(approver, 'zh');
    await openReport(page, samples[4].number);
    await page.waitForSelector('text=21三体综合征高风险');
    const link = page.locator('a[href*="/pdf?language=zh"]');
    const address = new URL((await link.getAttribute('href')) ?? '', page.url());
    const answer = await page.context().request.get(address.href);
    expect(answer.headers()['content-type']).toBe('application/pdf');
    expect((await answer.body()).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('has a report amended: one person proposes, another signs a new version', async () => {
    const page = await change(samples[61], {
      ...{ kind: 'amendment', reason: '送检单位名称登记有误，结论不变' },
    });
    await page.waitForSelector('text=This version is no longer in force');
    await page.click('a:has-text("New version")');
    await page.waitForSelector('h1:has-text("2")');
    expect(await reportStates()).toEqual({ ISSUED: unremarkable + 2, AMENDED: 1 });
  });

  it('has a report revoked: one person proposes, another signs', async () => {
    const page = await change(samples[4], {
      ...{ kind: 'revocation', reason: '标本与另一管调换，结果不属于本人' },
    });
    await page.waitForSelector('text=This version is no longer in force');
    const left = { ISSUED: unremarkable + 1, AMENDED: 1, REVOKED: 1 };
    expect(await reportStates()).toEqual(left);
    expect(laboratory.complaints).toEqual([]);
  });
});
