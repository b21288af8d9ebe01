import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inBrowser, opened, openedAsStack, ready, withoutChromium } from '../harness/page.ts';

test('A damaged frame is named and the others are shown and can be drawn on', { skip: withoutChromium }, () =>
  inBrowser(
    async ({ page, address }) => {
      await opened(page, address);
      await page.waitForFunction(() =>
        document.querySelector('[data-testid=notice]')?.textContent?.includes('could not be read: 8'),
      );
      await page.evaluate(async () => {
        window.radlViewer!.setTool('brush');
        await window.radlViewer!.goToSlice('axial', 10);
      });
      const box = (await page.locator('[data-pane=axial]').boundingBox())!;
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
      assert.ok((await page.evaluate(() => window.radlViewer!.voxelCount())) > 10);
    },
    (portal) => {
      portal.corruptSlice = 7;
    },
  ),
);

test('Slices that make no volume are paged through, with the sentence why', { skip: withoutChromium }, () =>
  inBrowser(
    async ({ page, address }) => {
      await openedAsStack(page, address);
      assert.match((await page.textContent('[data-testid=notice]')) ?? '', /tilted by 12 degrees/);
      assert.equal(await page.locator('[data-pane=axial]').isVisible(), true);
      assert.equal(await page.locator('[data-pane=sagittal]').isVisible(), false);
      assert.equal(await page.locator('[data-testid=tool-brush]').count(), 0);
      const before = await page.textContent('[data-testid=slice-axial]');
      await page.keyboard.press('ArrowDown');
      await page.waitForFunction(
        (was) => document.querySelector('[data-testid=slice-axial]')?.textContent !== was,
        before,
      );
    },
    (portal) => {
      portal.stackSentence = 'The gantry is tilted by 12 degrees.';
    },
  ),
);

test(
  'A series beyond the limit is paged through, and opens as a volume when the reader says so',
  {
    skip: withoutChromium,
  },
  () =>
    inBrowser(async ({ page, address, errors }) => {
      await openedAsStack(page, `${address}?largest=15`);
      const notice = page.getByTestId('notice');
      assert.equal(
        await notice.locator('p').first().textContent(),
        'This series has 20 slices. Beyond 15 a browser may run out of memory, so they are shown one by one and nothing can be drawn. A thicker reconstruction of the same scan opens as a volume.',
      );
      assert.equal(await page.locator('[data-pane=sagittal]').isVisible(), false);
      assert.equal(await page.locator('[data-testid=tool-brush]').count(), 0);
      const loaded = page.waitForEvent('load');
      await notice.getByRole('button', { name: 'Open as a volume all the same' }).click();
      await loaded;
      await page.waitForFunction(() => window.radlViewer !== undefined);
      await ready(page);
      assert.equal(await page.locator('[data-pane=sagittal]').isVisible(), true);
      await page.keyboard.press('b');
      const box = (await page.locator('[data-pane=axial]').boundingBox())!;
      await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
      assert.ok((await page.evaluate(() => window.radlViewer!.voxelCount())) > 10);
      assert.deepEqual(errors, []);
    }),
);

test('A series at the limit opens as a volume', { skip: withoutChromium }, () =>
  inBrowser(async ({ page, address }) => {
    await opened(page, `${address}?largest=20`);
    assert.equal(await page.getByTestId('notice').isVisible(), false);
    assert.equal(await page.locator('[data-pane=sagittal]').isVisible(), true);
  }),
);

test('Without WebGL2 the slices are shown one by one, with the sentence why', { skip: withoutChromium }, () =>
  inBrowser(async ({ page, address }) => {
    await page.addInitScript(() => {
      const original = HTMLCanvasElement.prototype.getContext;
      HTMLCanvasElement.prototype.getContext = function (
        this: HTMLCanvasElement,
        type: string,
        ...rest: never[]
      ) {
        return type === 'webgl2' ? null : (original as any).call(this, type, ...rest);
      } as typeof original;
    });
    await openedAsStack(page, address);
    assert.match((await page.textContent('[data-testid=notice]')) ?? '', /WebGL2 is missing/);
    assert.match((await page.textContent('[data-testid=slice-axial]')) ?? '', /20/);
  }),
);

test('An edit in two windows is decided by the person', { skip: withoutChromium }, () =>
  inBrowser(async ({ page, browser, address, portal }) => {
    await opened(page, address);
    const other = await (await browser.newContext()).newPage();
    await opened(other, address);
    const draw = async (at: typeof page, share: number) => {
      await at.keyboard.press('b');
      const box = (await at.locator('[data-pane=axial]').boundingBox())!;
      await at.mouse.click(box.x + box.width * share, box.y + box.height / 2);
    };
    await draw(page, 0.4);
    await page.waitForFunction(() => window.radlViewer!.state()!.draft === 'kept');
    await draw(other, 0.6);
    await other.waitForFunction(() => window.radlViewer!.state()!.draft === 'conflict');
    assert.equal(portal.draft!.revision, 1);
    const first = await page.evaluate(() => window.radlViewer!.voxelHash());
    await other.getByRole('button', { name: 'Take the other' }).click();
    await other.waitForFunction((hash) => window.radlViewer!.voxelHash() === hash, first);
  }),
);
