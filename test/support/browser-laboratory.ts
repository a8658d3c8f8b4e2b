import { existsSync } from 'node:fs';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { hashPassword } from '../../src/security/password.ts';
import type { Role } from '../../src/security/roles.ts';
import { totpCode, totpSecret } from '../../src/security/totp.ts';
import { uuidV7 } from '../../src/security/uuid-v7.ts';
import { insertStaff, updateStaff } from '../../src/store/staff-store.ts';
import { type CaseService, caseService, today } from './case-service.ts';

/** Where Debian installs the browser of these tests. */
export const browserPath = '/usr/bin/chromium';
export const hasBrowser = existsSync(browserPath);
const flags = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
const password = 'an orange boat at dawn';

export type Language = 'zh' | 'en';

export interface Person {
  readonly name: string;
  readonly id: string;
  /** The authenticator's secret. */
  readonly secret: string;
}

export interface BrowserLaboratory {
  readonly service: CaseService;
  readonly address: string;
  /** Whatever a console, a page or an answer complained of, with where it was. */
  readonly complaints: string[];
  /** Makes an account with password and second factor. */
  hire(name: string, roles: readonly Role[]): Promise<Person>;
  /** A browser of one's own, signed in through the door. */
  enter(person: Person, language: Language): Promise<Page>;
  /** Passes the door wherever it stands in the way. */
  passDoor(page: Page, person: Person): Promise<void>;
  giveFactor(page: Page, person: Person): Promise<void>;
  /** A browser that is signed in already, as one role's test account. */
  open(role: Role, language: Language): Promise<Page>;
  /** Lets time pass, for the service and for every browser. */
  wait(seconds: number): Promise<void>;
  close(): Promise<void>;
}

/** A laboratory with its service, people, browsers and one clock for all. */
export async function browserLaboratory(): Promise<BrowserLaboratory> {
  let now = today;
  const service = await caseService({ clock: () => now });
  const address = await service.app.listen({ host: '127.0.0.1', port: 0 });
  const browser = await chromium.launch({ executablePath: browserPath, args: flags });
  const complaints: string[] = [];
  const contexts: BrowserContext[] = [];

  async function newPage(language: Language): Promise<Page> {
    const context = await browser.newContext({ locale: language === 'zh' ? 'zh-CN' : 'en-GB' });
    contexts.push(context);
    await context.clock.setFixedTime(now);
    const page = await context.newPage();
    noteComplaints(page, complaints);
    return page;
  }

  async function wait(seconds: number): Promise<void> {
    now = new Date(now.getTime() + seconds * 1000);
    await Promise.all(contexts.map((context) => context.clock.setFixedTime(now)));
  }

  /** A code is good once: the next half minute has another. */
  async function giveFactor(page: Page, { secret }: Person): Promise<void> {
    await wait(30);
    await page.fill('input[name=code]', totpCode(secret, now));
    await submit(page);
  }

  async function passDoor(page: Page, person: Person): Promise<void> {
    await page.fill('input[name=name]', person.name);
    await page.fill('input[name=password]', password);
    await submit(page);
    await giveFactor(page, person);
  }

  return {
    ...{ service, address, complaints, passDoor, giveFactor, wait },
    hire: (name, roles) => hire(service, name, roles),
    enter: async (person, language) => {
      const page = await newPage(language);
      await page.goto(`${address}/sign-in?lang=${language}`);
      await passDoor(page, person);
      return page;
    },
    open: async (role, language) => {
      const page = await newPage(language);
      const cookie = { name: 'banyan_session', value: service.keys[role], url: address };
      await page.context().addCookies([cookie]);
      return page;
    },
    close: async () => {
      await browser.close();
      await service.close();
    },
  };
}

function noteComplaints(page: Page, complaints: string[]): void {
  page.on('console', (message) => {
    // Chromium itself logs every refused request; those are judged where they are expected.
    if (message.text().startsWith('Failed to load resource')) return;
    complaints.push(`${page.url()}: ${message.type()} ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
}

async function submit(page: Page): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.click('main form button')]);
}

async function hire(
  { services }: CaseService,
  name: string,
  roles: readonly Role[],
): Promise<Person> {
  const [id, secret] = [uuidV7(), totpSecret()];
  const passwordHash = await hashPassword(password);
  const licence = { number: 'TEST-0002', from: '2020-01-01', to: '2099-12-31' };
  await services.kysely.transaction().execute(async (tx) => {
    await insertStaff(tx, {
      ...{ id, name, displayName: name, roles, licence, now: services.clock() },
      ...{ passwordHash, oidcSubject: null },
    });
    const totpSealed = services.sealer.sealText(secret, {
      ...{ recordClass: 'staff.totp', recordId: id },
    });
    await updateStaff(tx, id, { mustChangePassword: false, totpSealed });
  });
  return { name, id, secret };
}
