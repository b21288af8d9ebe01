import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { brightnessAt, inBrowser, opened, ready, withoutChromium } from '../harness/page.ts';
import { place } from '../harness/syntheticSeries.ts';

/** Lets the test take away the drawing context that the library uses, as a graphics card that is lost does. */
async function keepContexts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const made: WebGL2RenderingContext[] = [];
    Object.assign(window, { drawingContexts: made, refuseContexts: false });
    const original = HTMLCanvasElement.prototype.getContext;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, ...asked: [string]) {
      const isDrawing = asked[0].includes('webgl');
      if (isDrawing && (window as unknown as { refuseContexts: boolean }).refuseContexts) return null;
      const context = (original as (...given: unknown[]) => unknown).apply(this, asked);
      if (isDrawing && context) made.push(context as WebGL2RenderingContext);
      return context;
    } as typeof original;
  });
}

/** Loses every context; with `forGood` the browser gives no other one. */
async function lose(page: Page, forGood: boolean): Promise<void> {
  await page.evaluate((refuse) => {
    const room = window as unknown as { drawingContexts: WebGL2RenderingContext[]; refuseContexts: boolean };
    room.refuseContexts = refuse;
    for (const context of room.drawingContexts) {
      if (!context.isContextLost()) context.getExtension('WEBGL_lose_context')?.loseContext();
    }
  }, forGood);
}

async function paint(page: Page, mm: [number, number, number]): Promise<void> {
  await page.evaluate(async (point) => {
    await window.radlViewer!.goToPatient(point);
    window.radlViewer!.setTool('brush');
  }, mm);
  const [x, y] = await page.evaluate((point) => window.radlViewer!.worldToCanvas('axial', point), mm);
  const box = (await page.locator('[data-pane=axial]').boundingBox())!;
  await page.mouse.click(box.x + x, box.y + y);
}

async function until(done: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await done())) {
    assert.ok(Date.now() < end, 'The screen never looked as it should.');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

const beside = place([26, 24, 5]);
const hash = (page: Page) => page.evaluate(() => window.radlViewer!.voxelHash());

test(
  'After a lost drawing context the images and the contour come back in the same page, and undo goes on',
  { skip: withoutChromium },
  () =>
    inBrowser(async ({ page, address, errors }) => {
      await keepContexts(page);
      await opened(page, address);
      await paint(page, place([32, 28, 5]));
      const first = await hash(page);
      await paint(page, place([40, 28, 5]));
      const both = await hash(page);
      await page.evaluate(() => Object.assign(window, { stayed: true }));
      await until(async () => (await brightnessAt(page, 'axial', beside)) > 60);
      const bright = await brightnessAt(page, 'axial', beside);
      const painted = await brightnessAt(page, 'axial', place([40, 27, 5]));
      const notice = page.getByTestId('notice');
      for (let time = 0; time < 2; time++) {
        await lose(page, false);
        await notice.getByText('Nothing that you drew is lost').waitFor();
        // Nobody sees where a stroke would go.
        await page.keyboard.press('Control+z');
        await notice.getByText('The images are back').waitFor();
        assert.equal(await hash(page), both);
        await until(async () => Math.abs((await brightnessAt(page, 'axial', beside)) - bright) < 3);
        await until(
          async () => Math.abs((await brightnessAt(page, 'axial', place([40, 27, 5]))) - painted) < 8,
        );
      }
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/back.png` });
      await page.keyboard.press('Control+z');
      assert.equal(await hash(page), first);
      await page.keyboard.press('Control+y');
      assert.equal(await hash(page), both);
      await paint(page, place([36, 36, 5]));
      assert.notEqual(await hash(page), both);
      await page.keyboard.press('Control+z');
      assert.equal(await hash(page), both);
      assert.equal(await page.evaluate(() => 'stayed' in window), true);
      assert.deepEqual(errors, []);
    }),
);

test(
  'A drawing context that does not come back leaves a kept draft and a reload that shows it',
  { skip: withoutChromium },
  () =>
    inBrowser(async ({ portal, page, address }) => {
      await keepContexts(page);
      await opened(page, address);
      await paint(page, place([32, 28, 5]));
      const drawn = await hash(page);
      await lose(page, true);
      const notice = page.getByTestId('notice');
      await notice.getByText('does not come back').waitFor();
      assert.ok(portal.draft);
      assert.equal(await hash(page), drawn);
      const loaded = page.waitForEvent('load');
      await notice.getByRole('button', { name: 'Reload' }).click();
      await loaded;
      await page.waitForFunction(() => window.radlViewer !== undefined);
      await ready(page);
      assert.equal(await hash(page), drawn);
    }),
);
