import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inBrowser, opened, ready, withoutChromium } from '../harness/page.ts';

const cases = Number(process.env.MEMORY_CASES ?? 20);

test(
  `${cases} cases opened in a row leave the memory flat`,
  { skip: withoutChromium, timeout: 900_000 },
  () =>
    inBrowser(
      async ({ page, address, errors }) => {
        await opened(page, address);
        const session = await page.context().newCDPSession(page);
        const heap: number[] = [];
        for (let n = 0; n < cases; n++) {
          await page.evaluate(() => void window.radlHarness.open());
          await ready(page);
          await page.evaluate(() => window.radlHarness.dispose());
          await session.send('HeapProfiler.collectGarbage');
          heap.push((await session.send('Runtime.getHeapUsage')).usedSize / 1e6);
        }
        console.log(`JS heap after each case, MB: ${heap.map((mb) => mb.toFixed(1)).join(' ')}`);
        const [early, late] = [heap[Math.min(4, cases - 2)], heap[cases - 1]];
        assert.ok(late < early * 1.15, `The heap grew from ${early} to ${late} MB.`);
        assert.deepEqual(errors, []);
      },
      undefined,
      ['--enable-precise-memory-info'],
    ),
);
