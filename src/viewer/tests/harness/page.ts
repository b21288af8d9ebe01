import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { HarnessPortal } from './portal.ts';

export const chromiumPath = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const chromiumArguments = [
  '--no-sandbox',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
];

/** Why a browser test is left out; false when it can run. */
export const withoutChromium = existsSync(chromiumPath) ? false : 'Chromium is not installed.';

export interface OpenedRoom {
  portal: HarnessPortal;
  browser: Browser;
  page: Page;
  address: string;
  errors: string[];
}

/** A harness portal and a browser at it; closes both afterwards. */
export async function inBrowser(
  act: (room: OpenedRoom) => Promise<void>,
  prepare: (portal: HarnessPortal) => void = () => undefined,
  more: string[] = [],
): Promise<void> {
  const portal = new HarnessPortal('../../wwwroot/viewer');
  prepare(portal);
  const address = `http://127.0.0.1:${await portal.listen()}/`;
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: [...chromiumArguments, ...more],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await act({ portal, browser, page, address, errors });
  } finally {
    await browser.close();
    portal.server.close();
  }
}

export async function opened(page: Page, address: string): Promise<void> {
  await openedAsStack(page, address);
  await ready(page);
}

/** A stack loads its slices as they are paged through, so there is no waiting for all. */
export async function openedAsStack(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.waitForFunction(() => window.radlViewer !== undefined);
  await page.evaluate(() => window.radlViewer!.ready);
}

export async function ready(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await window.radlViewer!.ready;
    await window.radlViewer!.loaded();
  });
}

/** Brightness (0 to 255) of the screen at a patient place in a pane, as the reader sees it. */
export async function brightnessAt(
  page: Page,
  pane: 'axial' | 'sagittal' | 'coronal',
  mm: [number, number, number],
): Promise<number> {
  const at = await page.evaluate(([p, point]) => window.radlViewer!.worldToCanvas(p, point), [
    pane,
    mm,
  ] as const);
  const shot = (await page.locator(`[data-pane=${pane}]`).screenshot()).toString('base64');
  return page.evaluate(
    async ([picture, x, y]) => {
      const image = new Image();
      image.src = `data:image/png;base64,${picture}`;
      await image.decode();
      const canvas = Object.assign(document.createElement('canvas'), {
        width: image.width,
        height: image.height,
      });
      const context = canvas.getContext('2d')!;
      context.drawImage(image, 0, 0);
      const [red, green, blue] = context.getImageData(Math.round(x), Math.round(y), 1, 1).data;
      return (red + green + blue) / 3;
    },
    [shot, ...at] as const,
  );
}
