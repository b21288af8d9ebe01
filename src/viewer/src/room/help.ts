import { html } from './element.ts';
import { keyMap } from './keys.ts';

/** Shows or hides the list of keys. */
export function showHelp(host: HTMLElement): void {
  if (host.childElementCount === 0) {
    const lines = keyMap.flatMap((line) => [
      html('dt', {}, html('kbd', {}, line.keys)),
      html('dd', {}, line.action),
    ]);
    host.append(html('h2', {}, 'Keys'), html('dl', {}, ...lines));
  }
  host.hidden = !host.hidden;
}
