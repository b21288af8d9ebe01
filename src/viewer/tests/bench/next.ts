// Time to open a case over a slow line (100 Mbit/s, 20 ms), fetched ahead while the case before it was read, and not.
// Run: npm run bench:next (HARNESS_DIMS=512,512,134 by default).
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { chromiumArguments, chromiumPath } from '../harness/page.ts';
import { HarnessPortal } from '../harness/portal.ts';
import { dims } from '../harness/syntheticSeries.ts';
import type { OpeningTimes } from './bare.ts';

const next = '2.25.99';
const megabyte = 1e6;

async function opening(isFetchedAhead: boolean): Promise<OpeningTimes> {
  const portal = new HarnessPortal('../../wwwroot/viewer');
  portal.prepareFrames();
  portal.nextSeries = isFetchedAhead ? next : null;
  const address = `http://127.0.0.1:${await portal.listen()}/`;
  // A private window keeps its cache in memory, which is smaller than a case: this is a window like a reader's.
  const profile = mkdtempSync(join(tmpdir(), 'radl-bench-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: chromiumPath,
    args: chromiumArguments,
    viewport: { width: 1440, height: 900 },
  });
  try {
    const page = await context.newPage();
    const line = await context.newCDPSession(page);
    await line.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 20,
      downloadThroughput: 12.5 * megabyte,
      uploadThroughput: 12.5 * megabyte,
    });
    const times = async (url: string) => {
      await page.goto(url);
      await page.waitForFunction(() => window.radlViewer !== undefined);
      return page.evaluate(() => window.radlViewer!.openingTimes());
    };
    await times(address);
    const all = () => portal.askedOf.filter((series) => series === next).length >= dims[2];
    while (isFetchedAhead && !all()) await new Promise((resolve) => setTimeout(resolve, 200));
    portal.nextSeries = null;
    return await times(`${address}?series=${next}`);
  } finally {
    await context.close();
    portal.server.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

const seconds = (ms: number) => (ms / 1000).toFixed(2);
for (const isFetchedAhead of [false, true]) {
  const { firstImage, wholeVolume } = await opening(isFetchedAhead);
  console.log(
    `${isFetchedAhead ? 'fetched ahead' : 'not fetched ahead'}: first image ${seconds(firstImage)} s, whole volume ${seconds(wholeVolume)} s`,
  );
}
