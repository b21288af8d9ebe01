// Time until every slice is there, the reading room against Cornerstone3D alone: the same frames, server and browser,
// in turns. Run: npm run bench (HARNESS_DIMS=512,512,134 by default).
import { inBrowser } from '../harness/page.ts';

const runs = Number(process.env.RUNS ?? 5);

await inBrowser(async ({ browser, address }) => {
  const bare: number[] = [];
  const room: number[] = [];
  for (let n = 0; n < runs; n++) {
    const one = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    await one.goto(`${address}bare`);
    await one.waitForFunction(() => window.bareTimes !== undefined);
    bare.push(await one.evaluate(() => window.bareTimes));
    await one.close();
    const two = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
    await two.goto(address);
    await two.waitForFunction(() => window.radlViewer !== undefined);
    // The page takes the time itself: an answer to this program may be late.
    room.push(
      await two.evaluate(async () => {
        await window.radlViewer!.ready;
        await window.radlViewer!.loaded();
        return performance.now();
      }),
    );
    await two.close();
  }
  const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
  const seconds = (values: number[]) => values.map((ms) => (ms / 1000).toFixed(1)).join(' ');
  console.log(`Cornerstone3D alone, s: ${seconds(bare)}`);
  console.log(`reading room, s:        ${seconds(room)}`);
  console.log(`ratio of medians: ${(median(room) / median(bare)).toFixed(2)}`);
});
