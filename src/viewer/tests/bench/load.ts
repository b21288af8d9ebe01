// Time until the first image and until every slice is there, the reading room against Cornerstone3D alone: the same
// frames, server and browser, in turns. The browser's processor time tells more than the clock on a busy machine. Run: npm run bench (HARNESS_DIMS=512,512,134 by default).
import type { Browser } from 'playwright-core';
import { inBrowser } from '../harness/page.ts';
import type { OpeningTimes } from './bare.ts';
import { browserCpuSeconds, browserCpuSince } from './browserCpu.ts';

interface Measured extends OpeningTimes {
  /** Milliseconds of the browser's processor time until the whole volume was drawn. */
  processor: number;
}

const runs = Number(process.env.RUNS ?? 5);

async function bare(browser: Browser, address: string): Promise<Measured> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  const before = browserCpuSeconds();
  await page.goto(`${address}bare`);
  await page.waitForFunction(() => window.bareTimes !== undefined);
  const times = await page.evaluate(() => window.bareTimes);
  const processor = browserCpuSince(before) * 1000;
  await page.context().close();
  return { ...times, processor };
}

/** The page takes the times itself: an answer to this program may be late. */
async function room(browser: Browser, address: string): Promise<Measured> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  const before = browserCpuSeconds();
  await page.goto(address);
  await page.waitForFunction(() => window.radlViewer !== undefined);
  const times = await page.evaluate(async () => {
    await window.radlViewer!.ready;
    return window.radlViewer!.openingTimes();
  });
  const processor = browserCpuSince(before) * 1000;
  await page.context().close();
  return { ...times, processor };
}

await inBrowser(async ({ browser, address, portal }) => {
  portal.prepareFrames();
  // The first opening of each pays for what the browser and the server do once.
  await bare(browser, address);
  await room(browser, address);
  const alone: Measured[] = [];
  const ours: Measured[] = [];
  for (let n = 0; n < runs; n++) {
    const order = n % 2 === 0 ? [bare, room] : [room, bare];
    for (const open of order) (open === bare ? alone : ours).push(await open(browser, address));
  }
  const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
  const seconds = (values: number[]) => values.map((ms) => (ms / 1000).toFixed(2)).join(' ');
  for (const [name, part] of [
    ['first image', 'firstImage'],
    ['whole volume', 'wholeVolume'],
    ['processor', 'processor'],
  ] as const) {
    const [peer, here] = [alone, ours].map((times) => times.map((time) => time[part]));
    console.log(`${name}: Cornerstone3D alone, s: ${seconds(peer)}`);
    console.log(`${name}: reading room, s:        ${seconds(here)}`);
    console.log(`${name}: ratio of medians ${(median(here) / median(peer)).toFixed(2)}`);
  }
});
