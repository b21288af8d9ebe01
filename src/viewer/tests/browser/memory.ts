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
        const buffers: number[] = [];
        for (let n = 0; n < cases; n++) {
          await page.evaluate(() => void window.radlHarness.open());
          await ready(page);
          await page.evaluate(() => window.radlHarness.dispose());
          await session.send('HeapProfiler.collectGarbage');
          const used = await session.send('Runtime.getHeapUsage');
          heap.push(used.usedSize / 1e6);
          // Voxels are not on the heap but in buffers.
          buffers.push((used as { backingStorageSize?: number }).backingStorageSize! / 1e6);
        }
        console.log(`JS heap after each case, MB: ${heap.map((mb) => mb.toFixed(1)).join(' ')}`);
        console.log(`buffers after each case, MB: ${buffers.map((mb) => mb.toFixed(1)).join(' ')}`);
        assert.ok(buffers[cases - 1] < buffers[Math.min(4, cases - 2)] + 1, 'Buffers of closed cases stay.');
        const [early, late] = [heap[Math.min(4, cases - 2)], heap[cases - 1]];
        assert.ok(late < early * 1.15, `The heap grew from ${early} to ${late} MB.`);
        assert.deepEqual(errors, []);
      },
      undefined,
      ['--enable-precise-memory-info'],
    ),
);
