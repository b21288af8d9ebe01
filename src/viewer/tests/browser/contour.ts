import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { decodeRuns, encodeRuns } from '../../src/labelmap/runLengths.ts';
import { dims, hu, origin, place, spacing } from '../harness/syntheticSeries.ts';
import { inBrowser, opened, withoutChromium } from '../harness/page.ts';

async function screenPoint(page: Page, pane: 'axial' | 'sagittal' | 'coronal', mm: [number, number, number]) {
  const [x, y] = await page.evaluate(([p, at]) => window.radlViewer!.worldToCanvas(p, at), [
    pane,
    mm,
  ] as const);
  const box = (await page.locator(`[data-pane=${pane}]`).boundingBox())!;
  return [box.x + x, box.y + y];
}

test(
  'What the mouse paints lies at its patient place, undoes exactly, and comes back after a save',
  { skip: withoutChromium },
  () =>
    inBrowser(async ({ portal, browser, page, address, errors }) => {
      await opened(page, address);
      const target: [number, number, number] = [40, 20, 5];
      assert.equal(await page.evaluate((v) => window.radlViewer!.huAt(v), target), hu(...target));
      await page.evaluate(async (mm) => {
        const room = window.radlViewer!;
        await room.goToPatient(mm);
        room.setTool('brush');
        room.setBrushRadius(7);
      }, place(target));
      const [x, y] = await screenPoint(page, 'axial', place(target));
      await page.mouse.move(x, y);
      await page.mouse.down();
      await page.mouse.up();
      const voxels = await page.evaluate(() => window.radlViewer!.voxels());
      assert.deepEqual(new Set(voxels.map((v) => v[2])), new Set([5]));
      const mean = [0, 1].map((axis) => voxels.reduce((sum, v) => sum + v[axis], 0) / voxels.length);
      assert.ok(Math.abs(mean[0] - 40) < 0.6 && Math.abs(mean[1] - 20) < 0.6, String(mean));
      assert.ok(Math.abs(voxels.length - (Math.PI * 49) / 4) <= 6, String(voxels.length));
      const first = await page.evaluate(() => window.radlViewer!.voxelHash());
      const [sx, sy] = await screenPoint(page, 'sagittal', place([40, 30, 12]));
      await page.evaluate(() => window.radlViewer!.setTool('sphere'));
      await page.mouse.move(sx, sy);
      await page.mouse.down();
      await page.mouse.up();
      const both = await page.evaluate(() => ({
        hash: window.radlViewer!.voxelHash(),
        n: window.radlViewer!.voxelCount(),
      }));
      const ball = (await page.evaluate(() => window.radlViewer!.voxels())).filter((v) => v[2] > 8);
      const centre = [0, 1, 2].map((axis) => ball.reduce((sum, v) => sum + v[axis], 0) / ball.length);
      [40, 30, 12].forEach((v, axis) => assert.ok(Math.abs(centre[axis] - v) < 0.6, String(centre)));
      await page.keyboard.press('Control+z');
      assert.equal(await page.evaluate(() => window.radlViewer!.voxelHash()), first);
      await page.keyboard.press('Control+y');
      assert.equal(await page.evaluate(() => window.radlViewer!.voxelHash()), both.hash);
      for (const [side, letter] of [
        ['left', 'R'],
        ['right', 'L'],
        ['top', 'A'],
        ['bottom', 'P'],
      ]) {
        assert.equal(await page.textContent(`[data-testid=letter-axial-${side}]`), letter);
      }
      // Slices between the disk and the ball are empty: that is asked about once.
      await page.keyboard.press('Control+s');
      assert.match((await page.textContent('[data-testid=doubts]')) ?? '', /not drawn on slice 7/);
      await page.keyboard.press('Control+s');
      await page.waitForFunction(() => window.radlViewer!.state()!.version === 1);
      const saved = decodeRuns(portal.versions[0], dims[0] * dims[1], dims[2]);
      assert.equal(saved[5][20 * dims[0] + 40], 1);
      assert.equal(saved.flatMap((slice) => [...slice]).filter((v) => v > 0).length, both.n);
      if (process.env.SHOTS) {
        await page.waitForTimeout(4000);
        await page.screenshot({ path: `${process.env.SHOTS}/room.png` });
      }
      portal.asked.length = 0;
      const again = await (await browser.newContext()).newPage();
      await opened(again, address);
      assert.equal(await again.evaluate(() => window.radlViewer!.voxelHash()), both.hash);
      // The slices at the middle of what is drawn come first.
      const middle = await again.evaluate(() => window.radlViewer!.state()!.point[2]);
      const k = Math.round((middle - origin[2]) / spacing[2]);
      assert.ok(
        portal.asked.slice(0, 3).every((asked) => Math.abs(asked - k) <= 2),
        `${portal.asked.slice(0, 5)} around ${k}`,
      );
      assert.deepEqual(errors, []);
    }),
);

test(
  'A save without a reason says what is missing, features say of which version they are, and a discarded draft is gone here and on the server',
  { skip: withoutChromium },
  () =>
    inBrowser(async ({ portal, page, address, errors }) => {
      await opened(page, address);
      const paint = async (target: [number, number, number]) => {
        await page.evaluate(async (mm) => {
          await window.radlViewer!.goToPatient(mm);
          window.radlViewer!.setTool('brush');
        }, place(target));
        const [x, y] = await screenPoint(page, 'axial', place(target));
        await page.mouse.click(x, y);
      };
      const answer = page.getByTestId('save-answer');
      await page.keyboard.press('Control+s');
      await answer.getByText('Nothing was drawn since').waitFor();
      await paint([40, 20, 5]);
      await page.keyboard.press('Control+s');
      await page.waitForFunction(() => window.radlViewer!.state()!.version === 1);
      const saved = await page.evaluate(() => window.radlViewer!.voxelHash());
      await page.getByText('as of the saved version 1').waitFor();
      assert.equal(await page.getByTestId('features-behind').count(), 0);
      await paint([44, 20, 5]);
      await page.getByTestId('features-behind').waitFor();
      await page.keyboard.press('Control+s');
      await answer.getByText('Say why it is changed').waitFor();
      assert.equal(portal.versions.length, 1);
      assert.equal(
        await page.evaluate(() => document.activeElement?.getAttribute('data-testid')),
        'save-reason',
      );
      await page.waitForFunction(() => window.radlViewer!.state()!.draft === 'kept');
      assert.ok(portal.draft);
      const drawn = await page.evaluate(() => window.radlViewer!.voxelHash());
      await page.getByTestId('discard').click();
      await page.getByRole('button', { name: 'Keep it' }).click();
      assert.equal(await page.evaluate(() => window.radlViewer!.voxelHash()), drawn);
      assert.ok(portal.draft);
      await page.getByTestId('discard').click();
      await page.getByTestId('notice').getByText('goes back to version 1').waitFor();
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/discard.png` });
      await page.getByTestId('notice').getByRole('button', { name: 'Discard draft' }).click();
      await page.waitForFunction(() => !window.radlViewer!.state()!.dirty);
      assert.equal(await page.evaluate(() => window.radlViewer!.voxelHash()), saved);
      assert.equal(portal.draft, null);
      await page.getByTestId('discard').waitFor({ state: 'hidden' });
      // Nothing of it comes back in the same browser.
      await opened(page, address);
      assert.equal(await page.evaluate(() => window.radlViewer!.voxelHash()), saved);
      assert.equal((await page.evaluate(() => window.radlViewer!.state()!)).dirty, false);
      assert.deepEqual(errors, []);
    }),
);

test('Two windows of one browser with the same read tell each other of it', { skip: withoutChromium }, () =>
  inBrowser(async ({ browser, address }) => {
    const context = await browser.newContext();
    const first = await context.newPage();
    await opened(first, address);
    assert.equal(await first.getByTestId('notice').isVisible(), false);
    const second = await context.newPage();
    await opened(second, address);
    await second.getByTestId('notice').getByText('also open in another window').waitFor();
    await first.getByTestId('notice').getByText('also open in another window').waitFor();
  }),
);

async function paint(page: Page, target: [number, number, number]): Promise<void> {
  await page.evaluate(async (mm) => {
    await window.radlViewer!.goToPatient(mm);
    window.radlViewer!.setTool('brush');
  }, place(target));
  const [x, y] = await screenPoint(page, 'axial', place(target));
  await page.mouse.click(x, y);
}

test(
  'A draft of which the answer was lost is no conflict, neither here nor after the tab was closed',
  { skip: withoutChromium },
  () =>
    inBrowser(async ({ portal, browser, address }) => {
      const context = await browser.newContext();
      const first = await context.newPage();
      await opened(first, address);
      const hash = () => first.evaluate(() => window.radlViewer!.voxelHash());
      portal.losesAnswers = true;
      await paint(first, [40, 20, 5]);
      await first.waitForFunction(() => window.radlViewer!.state()!.draft === 'local');
      const drawn = await hash();
      await first.close();
      assert.equal(portal.draft?.revision, 1);
      portal.losesAnswers = false;
      const second = await context.newPage();
      await opened(second, address);
      assert.equal(await second.evaluate(() => window.radlViewer!.voxelHash()), drawn);
      assert.equal(await second.getByTestId('notice').isVisible(), false);
      // More is drawn on a draft that the server has, though this window never hears of it.
      portal.losesAnswers = true;
      await paint(second, [44, 24, 6]);
      await second.waitForFunction(() => window.radlViewer!.state()!.draft === 'local');
      portal.losesAnswers = false;
      await paint(second, [36, 24, 7]);
      const more = await second.evaluate(() => window.radlViewer!.voxelHash());
      await second.waitForFunction(() => window.radlViewer!.state()!.draft === 'kept', undefined, {
        timeout: 15_000,
      });
      assert.equal(await second.getByTestId('notice').isVisible(), false);
      assert.equal(portal.draft?.revision, 3);
      await second.close();
      const third = await (await browser.newContext()).newPage();
      await opened(third, address);
      assert.equal(await third.evaluate(() => window.radlViewer!.voxelHash()), more);
    }),
);

test(
  'A press on an image takes the keys from a field, and what came of an action goes with the next one',
  { skip: withoutChromium },
  () =>
    inBrowser(async ({ portal, page, address }) => {
      await opened(page, address);
      await paint(page, [40, 20, 5]);
      const margin = page.getByLabel('Margin in millimetres');
      await margin.fill('7');
      await paint(page, [44, 20, 5]);
      await page.keyboard.press('2');
      assert.equal(await margin.inputValue(), '7');
      await page.locator('button[aria-pressed=true]', { hasText: 'Mediastinum' }).waitFor();
      const drawn = (await page.evaluate(() => window.radlViewer!.voxels())) as number[][];
      const mask = Array.from({ length: dims[2] }, () => new Uint8Array(dims[0] * dims[1]));
      for (const [i, j, k] of drawn) mask[k][j * dims[0] + i] = 1;
      portal.computed = encodeRuns(mask);
      await page.keyboard.press('Alt+4');
      await page.getByTestId('said').getByText('Smoothing: nothing to change here.').waitFor();
      await paint(page, [40, 30, 5]);
      await page.getByTestId('notice').waitFor({ state: 'hidden' });
    }),
);

test(
  'Undo takes a shell off the list and redo puts it back; one view fills the grid',
  { skip: withoutChromium },
  () =>
    inBrowser(async ({ portal, page, address, errors }) => {
      await opened(page, address);
      await paint(page, [40, 20, 5]);
      const before = await page.evaluate(() => window.radlViewer!.voxelHash());
      const mask = Array.from({ length: dims[2] }, () => new Uint8Array(dims[0] * dims[1]));
      mask[5].fill(1, 0, 30);
      portal.computed = encodeRuns(mask);
      const rows = page.locator('.rv-structures li');
      await page.keyboard.press('Alt+6');
      await rows.nth(1).waitFor();
      await page.waitForFunction(() => window.radlViewer!.voxelCount(2) === 30);
      await page.evaluate(() => window.radlViewer!.idle());
      await page.keyboard.press('Control+z');
      await rows.nth(1).waitFor({ state: 'detached' });
      assert.equal(portal.others.size, 0);
      assert.equal(await page.evaluate(() => window.radlViewer!.voxelHash()), before);
      // The server gives no label twice.
      await page.keyboard.press('Control+y');
      await page.waitForFunction(() => window.radlViewer!.voxelCount(3) === 30);
      assert.deepEqual([...portal.others.keys()], [3]);
      await page.keyboard.press('Control+z');
      await rows.nth(1).waitFor({ state: 'detached' });
      await page.keyboard.press('m');
      const grid = (await page.locator('.rv-grid').boundingBox())!;
      assert.deepEqual(await page.locator('[data-pane=axial]').boundingBox(), grid);
      assert.equal(await page.getByTestId('statistics').isVisible(), false);
      assert.deepEqual(errors, []);
    }),
);

test('Who is signed out is told at the top until the draft is kept again', { skip: withoutChromium }, () =>
  inBrowser(async ({ portal, page, address }) => {
    await opened(page, address);
    portal.isSignedOut = true;
    await paint(page, [40, 20, 5]);
    const notice = page.getByTestId('notice');
    await notice.getByText('You are signed out').waitFor();
    await notice.getByRole('button', { name: 'Sign in, in another tab' }).waitFor();
    portal.isSignedOut = false;
    await paint(page, [44, 20, 5]);
    await notice.waitFor({ state: 'hidden' });
    assert.equal(portal.draft?.revision, 1);
  }),
);
