import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  type BrowserLaboratory,
  browserLaboratory,
  browserPath,
  hasBrowser,
} from '../support/browser-laboratory.ts';
import { peerDescribe } from '../support/peers.ts';
import { reviewBatch } from '../support/review-batch.ts';

peerDescribe('aftercare in a browser', { what: browserPath, present: hasBrowser }, () => {
  let laboratory: BrowserLaboratory;
  let path: string;
  beforeAll(async () => {
    laboratory = await browserLaboratory();
    const { call } = laboratory.service;
    const [sample] = await reviewBatch(laboratory.service, { kinds: ['T21'] });
    const review = `POST /api/v1/reviews/${sample.reviewId}` as const;
    await call('reviewer', `${review}/decision`, { decision: 'approve', comment: '' });
    await call('approver', `${review}/sign`);
    const { body } = await call('reviewer', 'GET /api/v1/high-risk-cases');
    path = `/aftercare/${body.items[0].pregnancyId}`;
  });
  afterAll(() => laboratory.close());

  it('takes a case on, and keeps what the slower of two people typed', async () => {
    const open = async (role: 'reviewer' | 'approver') => {
      const page = await laboratory.open(role, 'en');
      await page.goto(`${laboratory.address}${path}?lang=en`);
      const form = page.locator('section[aria-label^="High-risk case"] > form');
      await form.waitFor();
      return { page, form };
    };
    const [first, second] = [await open('reviewer'), await open('approver')];
    for (const [{ form }, act, note] of [
      [first, 'notify', 'told by telephone'],
      [second, 'leave-unknown', 'not reached since Monday'],
    ] as const) {
      await form.locator(`input[value=${act}]`).check();
      await form.locator('textarea').fill(note);
    }
    await first.form.locator('button').click();
    await first.page.waitForSelector('.timeline >> text=told by telephone');
    expect(await first.form.locator('input[value=counsel]').count()).toBe(1);
    expect(await first.form.locator('input[value=notify]').count()).toBe(0);
    await second.form.locator('button').click();
    await second.page.waitForSelector('text=somebody acted');
    await second.page.waitForSelector('.timeline >> text=told by telephone');
    expect(await second.form.locator('textarea').inputValue()).toBe('not reached since Monday');
    await second.form.locator('button').click();
    await second.page.waitForSelector('.timeline >> text=not reached since Monday');
    expect(laboratory.complaints).toEqual([]);
  });
});
