import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { type Browser, chromium, type Page } from 'playwright-core';
import { caseService } from '../test/support/case-service.ts';
import { simulatedBatch } from '../test/support/simulated-batch.ts';

/**
 * The genome profile in a real browser without a graphics card: from the click on a sample to its
 * picture, and how long a frame takes while it is moved and zoomed.
 */
const browserPath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const goals = { firstPaintMilliseconds: 200, frameMilliseconds: 33 };
const flags = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
const visits = 5;
const canvas = '.genome-profile canvas';

interface Visit {
  /** From the last byte of the profile to the frame that shows it. */
  readonly firstPaint: number;
  /** From the click to that frame: with the questions asked and the code loaded. */
  readonly sinceClick: number;
}

if (!existsSync(browserPath)) throw new Error(`${browserPath} is absent: CHROMIUM names a browser`);
const service = await caseService();
const browser = await chromium.launch({ executablePath: browserPath, args: flags });
try {
  const { runId } = await simulatedBatch(service, { samples: visits });
  const address = await service.app.listen({ host: '127.0.0.1', port: 0 });
  const page = await openRun(browser, `${address}/runs/${runId}`, address);
  const seen: Visit[] = [];
  for (let i = 1; i <= visits; i++) {
    seen.push(await visit(page, `sample-0${i}`));
    if (i < visits) await page.goBack();
    if (i < visits) await page.waitForSelector('.batch-table a');
  }
  const panned = await frames(page, () => pan(page));
  const zoomed = await frames(page, () => zoom(page));
  report({ seen, panned, zoomed });
} finally {
  await browser.close();
  await service.close();
}

async function openRun(from: Browser, url: string, address: string): Promise<Page> {
  const page = await from.newPage({ viewport: { width: 1920, height: 1080 } });
  const cookie = { name: 'banyan_session', value: service.keys.reviewer, url: address };
  await page.context().addCookies([cookie]);
  await page.addInitScript(`
    globalThis.painted = [];
    const put = CanvasRenderingContext2D.prototype.putImageData;
    CanvasRenderingContext2D.prototype.putImageData = function (...given) {
      put.apply(this, given);
      requestAnimationFrame(() => globalThis.painted.push(performance.now()));
    };`);
  await page.goto(url);
  await page.waitForSelector('.batch-table a');
  return page;
}

async function visit(page: Page, name: string): Promise<Visit> {
  await page.evaluate('globalThis.painted = []; performance.clearResourceTimings()');
  const clicked = await page.evaluate<number>('performance.now()');
  await page.click(`.batch-table a:text-is("${name}")`);
  await page.evaluate(`new Promise((resolve) => {
    const look = () => (globalThis.painted.length > 0 ? resolve() : requestAnimationFrame(look));
    look();
  })`);
  const [painted, arrived] = await page.evaluate<[number, number]>(`[globalThis.painted[0],
    performance.getEntriesByType('resource').find(({ name }) => name.endsWith('/profile')).responseEnd]`);
  return { firstPaint: painted - arrived, sinceClick: painted - clicked };
}

/** Milliseconds between frames while something is done. */
async function frames(page: Page, act: () => Promise<void>): Promise<number[]> {
  await page.evaluate(`globalThis.stop = false; globalThis.ticks = [];
    const tick = (now) => {
      globalThis.ticks.push(now);
      if (!globalThis.stop) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);`);
  await act();
  const ticks = await page.evaluate<number[]>('globalThis.stop = true, globalThis.ticks');
  return ticks.slice(1).map((tick, i) => tick - ticks[i]);
}

async function pan(page: Page): Promise<void> {
  for (let i = 0; i < 3; i++) await page.press(canvas, '+');
  const box = await page.locator(canvas).boundingBox();
  if (!box) throw new Error('the profile is not there');
  await page.mouse.move(box.x + box.width - 100, box.y + 100);
  await page.mouse.down();
  await page.mouse.move(box.x + 100, box.y + 100, { steps: 120 });
  await page.mouse.up();
}

async function zoom(page: Page): Promise<void> {
  for (let i = 0; i < 60; i++) await page.mouse.wheel(0, i < 30 ? 60 : -60);
}

function report(of: { seen: Visit[]; panned: number[]; zoomed: number[] }): void {
  const firstPaint = median(of.seen.map((each) => each.firstPaint));
  const frame = Math.max(median(of.panned), median(of.zoomed));
  const lines = [
    `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, ${browser.version()}, no GPU`,
    `first paint after the data   ${firstPaint.toFixed(0)} ms   (goal ${goals.firstPaintMilliseconds})`,
    `first paint after the click  ${median(of.seen.map((each) => each.sinceClick)).toFixed(0)} ms`,
    `pan, median frame            ${median(of.panned).toFixed(1)} ms of ${of.panned.length}   (goal ${goals.frameMilliseconds})`,
    `zoom, median frame           ${median(of.zoomed).toFixed(1)} ms of ${of.zoomed.length}`,
  ];
  console.log(lines.join('\n'));
  const isMet = firstPaint <= goals.firstPaintMilliseconds && frame <= goals.frameMilliseconds;
  process.exitCode = isMet ? 0 : 1;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}
