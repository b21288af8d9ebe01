import type { Callbacks, OpenOptions } from './contracts.ts';
import type { ReadingRoom } from './room/readingRoom.ts';
import { askFor } from './server/opening.ts';
import { type TestHooks, testHooks } from './testHooks.ts';

declare global {
  interface Window {
    /** What browser tests ask the open room. */
    radlViewer?: TestHooks;
  }
}

// This file is small, so that the portal is asked for the read while the code that draws it still comes.
const room = import('./room/readingRoom.ts');
room.catch(() => undefined);

interface Opened {
  room: ReadingRoom | null;
  stop(): void;
}

let current: Opened | null = null;

/**
 * Opens a read in the host element. A read that is still open is closed first, so that calling twice is harmless.
 * Resolves when the room can be used; slices may still be loading.
 */
export async function open(
  host: HTMLElement,
  options: OpenOptions,
  callbacks: Callbacks = {},
): Promise<void> {
  dispose();
  const opened: Opened = { room: null, stop: disposeWhenGone(host) };
  current = opened;
  const opening = askFor(options);
  const [{ ReadingRoom }] = await Promise.all([room, styleSheet()]);
  if (current !== opened) return;
  opened.room = new ReadingRoom(host, options, callbacks);
  const usable = opened.room.open(opening);
  window.radlViewer = testHooks(opened.room, usable);
  await usable;
}

/** Closes the open read and gives its memory back. */
export function dispose(): void {
  current?.stop();
  current?.room?.dispose();
  current = null;
  delete window.radlViewer;
}

/** The host page may drop the element without a word, for example when its connection to the server is gone. */
function disposeWhenGone(host: HTMLElement): () => void {
  const observer = new MutationObserver(() => {
    if (!host.isConnected) dispose();
  });
  observer.observe(document.body, { childList: true, subtree: true });
  const hide = () => dispose();
  window.addEventListener('pagehide', hide);
  return () => {
    observer.disconnect();
    window.removeEventListener('pagehide', hide);
  };
}

function styleSheet(): Promise<void> {
  const href = new URL('../css/viewer.css', import.meta.url).href;
  if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
  const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href });
  return new Promise((resolve) => {
    link.onload = () => resolve();
    link.onerror = () => resolve();
    document.head.append(link);
  });
}
