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
import { type ReviewSample, reviewBatch } from '../support/review-batch.ts';

const comment = '第一段意见';

peerDescribe('two at once, and who was away', { what: browserPath, present: hasBrowser }, () => {
  let laboratory: BrowserLaboratory;
  let samples: ReviewSample[];
  let person: Person;
  let page: Page;
  beforeAll(async () => {
    laboratory = await browserLaboratory();
    const kinds = Array.from({ length: 6 }, () => 'T21' as const);
    samples = await reviewBatch(laboratory.service, { kinds });
    person = await laboratory.hire('chen', ['reviewer']);
    page = await laboratory.enter(person, 'zh');
    await page.goto(`${laboratory.address}/queue`);
  });
  afterAll(() => laboratory.close());

  const show = (index: number) =>
    page.click(`.queue-list button:has-text("${samples[index].number}")`);
  const typed = () => page.inputValue('textarea[name=comment]');

  async function decisionsOf(index: number): Promise<number> {
    const { rows } = await laboratory.service.database.pool.query(
      "select 1 from audit_event where action = 'review.decide' and subject = $1",
      [`review/${samples[index].reviewId}`],
    );
    return rows.length;
  }

  it('one stale page gets one clear message, and keeps what was typed', async () => {
    await show(0);
    await page.fill('textarea[name=comment]', comment);
    // The page hears nothing while another decides: as over a slow line.
    await page.route('**/api/v1/overview/queue*', (route) => route.abort());
    const line = `POST /api/v1/reviews/${samples[0].reviewId}/decision` as const;
    await laboratory.service.call('reviewer', line, { decision: 'redraw', comment: '重抽' });
    await page.keyboard.press('Escape');
    await page.keyboard.press('a');
    await page.keyboard.press('Enter');
    const notice = page.locator('.refused > *');
    await expect.poll(() => notice.count()).toBe(1);
    expect(await notice.innerText()).toContain('已有他人处理');
    await page.unroute('**/api/v1/overview/queue*');
    expect(await decisionsOf(0)).toBe(1);
    const kept = await page.evaluate(
      `sessionStorage.getItem('draft/chen/review/${samples[0].reviewId}')`,
    );
    expect(kept).toBe(comment);
  });

  it('a double click has one effect', async () => {
    await page.reload();
    await show(1);
    await page.click('.verbs button:has-text("通过")');
    await page.dblclick('.confirmation button.ant-btn-primary');
    await expect.poll(() => decisionsOf(1)).toBe(1);
    await page.waitForTimeout(300);
    const all = await Promise.all(samples.map((_sample, i) => decisionsOf(i)));
    expect(all).toEqual([1, 1, 0, 0, 0, 0]);
    expect(await page.locator('.refused > *').count()).toBe(0);
  });

  it('a lost connection is said, and the same act again has one effect', async () => {
    await show(2);
    await page.route('**/decision', async (route) => {
      // The service acts, its answer is lost.
      await route.fetch();
      await route.abort();
    });
    await page.keyboard.press('a');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.refused >> text=尚未送达', { timeout: 30_000 });
    await page.unroute('**/decision');
    await page.click('.refused button:has-text("重试")');
    await expect.poll(() => page.locator('.refused > *').count()).toBe(0);
    expect(await decisionsOf(2)).toBe(1);
  });

  it('the end of a session in mid-review keeps the comment, and the door leads back', async () => {
    await show(3);
    await page.fill('textarea[name=comment]', comment);
    await laboratory.service.services.kysely.deleteFrom('staff_session').execute();
    await page.keyboard.press('Escape');
    await page.keyboard.press('a');
    await page.keyboard.press('Enter');
    await page.click('[role=dialog] button:has-text("重新登录")');
    await page.waitForURL(/sign-in/);
    await laboratory.passDoor(page, person);
    await page.waitForURL(/\/queue$/);
    await show(3);
    expect(await typed()).toBe(comment);
    expect(await decisionsOf(3)).toBe(0);
    expect(laboratory.complaints).toEqual([]);
  });
});
