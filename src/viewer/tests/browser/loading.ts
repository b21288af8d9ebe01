import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brightnessAt, inBrowser, opened, openedAsStack, ready, withoutChromium } from '../harness/page.ts';
import { dims, place } from '../harness/syntheticSeries.ts';

test(
  'Slices that have not come are dark, and what looks at HU or ends the read says that the CT is still loading',
  { skip: withoutChromium },
  () =>
    inBrowser(
      async ({ portal, page, address, errors }) => {
        await openedAsStack(page, address);
        await page.getByText('Loading 15 / 20').waitFor();
        // Beside the lines of the crosshair.
        const there = place([32, 24, 5]);
        const missing = place([32, 24, 18]);
        await until(async () => (await brightnessAt(page, 'sagittal', there)) > 60);
        assert.ok((await brightnessAt(page, 'sagittal', missing)) < 5);
        const notice = page.getByTestId('notice');
        const paint = async (key: string) => {
          await page.evaluate(() => window.radlViewer!.goToSlice('axial', 6));
          await page.keyboard.press(key);
          const box = (await page.locator('[data-pane=axial]').boundingBox())!;
          await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
          return page.evaluate(() => window.radlViewer!.voxelCount());
        };
        assert.equal(await paint('t'), 0);
        await notice
          .getByText('The CT is still loading (15 of 20). Drawing by HU has to wait for it.')
          .waitFor();
        await page.keyboard.press('u');
        await notice.getByText('(15 of 20). A slab of several slices has to wait').waitFor();
        assert.ok((await paint('b')) > 10);
        await page.getByTestId('statistics').getByText('the CT is still loading').waitFor();
        await page.keyboard.press('Control+s');
        await page.getByTestId('save-answer').getByText('The CT is still loading (15 of 20).').waitFor();
        await page.keyboard.press('Alt+Enter');
        await notice.getByText('The end of the read has to wait').waitFor();
        await page.getByTestId('approval').getByText('The CT is still loading (15 of 20).').waitFor();
        assert.equal(await page.getByTestId('approve').isDisabled(), true);
        assert.equal(portal.versions.length, 0);
        if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/loading.png` });
        portal.letGo();
        await ready(page);
        await until(async () => (await brightnessAt(page, 'sagittal', missing)) > 60);
        await page.keyboard.press('Control+s');
        await page.waitForFunction(() => window.radlViewer!.state()!.version === 1);
        await page.getByTestId('statistics').getByText('HU mean').waitFor();
        assert.deepEqual(errors, []);
      },
      (portal) => {
        // A browser keeps no more than six requests open.
        portal.heldFrom = 15;
        portal.isPlanned = true;
      },
    ),
);

test("The next case of the worklist comes out of the browser's own cache", { skip: withoutChromium }, () =>
  inBrowser(
    async ({ portal, page, address, errors }) => {
      const ofNext = () => portal.askedOf.filter((series) => series === '2.25.99').length;
      await opened(page, address);
      await until(async () => ofNext() === dims[2]);
      const hu = await page.evaluate(() => window.radlViewer!.huAt([30, 20, 5]));
      portal.nextSeries = null;
      await opened(page, `${address}?series=2.25.99`);
      assert.equal(await page.evaluate(() => window.radlViewer!.huAt([30, 20, 5])), hu);
      assert.equal(ofNext(), dims[2]);
      assert.deepEqual(errors, []);
    },
    (portal) => {
      portal.nextSeries = '2.25.99';
    },
  ),
);

async function until(done: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await done())) {
    assert.ok(Date.now() < end, 'The screen never looked as it should.');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
