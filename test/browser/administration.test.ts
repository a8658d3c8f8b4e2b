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

peerDescribe('the accounts', { what: browserPath, present: hasBrowser }, () => {
  let laboratory: BrowserLaboratory;
  beforeAll(async () => {
    laboratory = await browserLaboratory();
  });
  afterAll(() => laboratory.close());

  async function openStaff(role: Role): Promise<Page> {
    const page = await laboratory.open(role, 'en');
    await page.goto(`${laboratory.address}/administration/staff?lang=en`);
    await page.waitForSelector('main tbody tr');
    return page;
  }
  const row = (page: Page, name: Role) =>
    page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });

  it('take a licence from who saw the account as it is, and keep what was typed', async () => {
    const page = await openStaff('system-administrator');
    const approver = row(page, 'approver');
    await approver.getByRole('button', { name: 'Licence' }).click();
    const { call } = laboratory.service;
    const { body } = await call('audit-administrator', 'GET /api/v1/staff');
    const { id } = body.items.find(({ name }: { name: string }) => name === 'approver');
    const line = `PATCH /api/v1/staff/${id}` as const;
    await call('system-administrator', line as 'GET /', { displayName: 'Lin Yan' });
    const form = page.getByRole('dialog');
    await form.getByLabel('Number of the licence').fill('110350100001');
    await form.getByLabel('Valid to').fill('2026-04-01');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByRole('alert').waitFor();
    await approver.getByText('Lin Yan').waitFor();
    expect(await form.getByLabel('Number of the licence').inputValue()).toBe('110350100001');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.waitFor({ state: 'detached' });
    await approver.getByText('2020-01-01 – 2026-04-01').waitFor();
    expect(await approver.innerText()).toContain('not valid today');
    const own = await row(page, 'system-administrator').innerText();
    expect(own).toContain('Your own: ask another administrator');
  });

  it('are given a right for hours and a reason, which is taken back', async () => {
    const page = await openStaff('security-administrator');
    const give = page.getByRole('button', { name: 'Give a right' });
    // Only those who read samples already may be given one.
    expect(await give.count()).toBe(4);
    const reviewer = row(page, 'reviewer');
    await reviewer.getByRole('button', { name: 'Give a right' }).click();
    const form = page.getByRole('dialog');
    const save = form.getByRole('button', { name: 'Save' });
    await form.getByLabel('Reason').fill('too short');
    expect(await save.isDisabled()).toBe(true);
    await form.getByLabel('Reason').fill('asked for by the court, case 12');
    await form.getByLabel('Hours').fill('73');
    expect(await save.isDisabled()).toBe(true);
    await form.getByLabel('Hours').fill('2');
    await save.click();
    await reviewer.getByText('asked for by the court').waitFor();
    const grants = async () =>
      (await laboratory.service.call('reviewer', 'GET /api/v1/session')).body.grants;
    expect(await grants()).toEqual(['restricted.read']);
    await reviewer.getByRole('button', { name: 'End right' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: 'Confirm' }).click();
    await reviewer.getByText('asked for by the court').waitFor({ state: 'detached' });
    expect(await grants()).toEqual([]);
    expect(laboratory.complaints).toEqual([]);
  });
});
