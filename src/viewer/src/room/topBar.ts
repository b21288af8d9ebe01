import { html } from './element.ts';
import { windowPresets } from './tools.ts';

export interface TopBarActions {
  preset(index: number): void;
  invert(): void;
  mask(): void;
  undo(): void;
  redo(): void;
  help(): void;
}

/** Subject, window presets, undo, and the list of keys. */
export class TopBar {
  private readonly presets: HTMLButtonElement[];
  private readonly undo: HTMLButtonElement;
  private readonly redo: HTMLButtonElement;

  constructor(host: HTMLElement, subjectCode: string, backUrl: string | undefined, actions: TopBarActions) {
    this.presets = windowPresets.map((preset, n) =>
      button(preset.name, String(n + 1), `Centre ${preset.centre}, width ${preset.width}`, () =>
        actions.preset(n),
      ),
    );
    this.undo = button('Undo', 'Ctrl+Z', 'Undo', actions.undo);
    this.redo = button('Redo', 'Ctrl+Y', 'Redo', actions.redo);
    host.replaceChildren(
      ...(backUrl ? [html('a', { class: 'rv-button', href: backUrl }, '← Worklist')] : []),
      html('strong', { class: 'rv-subject' }, subjectCode),
      html('div', { class: 'rv-group', role: 'group', 'aria-label': 'Window presets' }, ...this.presets),
      html(
        'div',
        { class: 'rv-group' },
        button('Invert', 'I', 'Invert grey', actions.invert),
        button('Mask', 'H', 'Hide or show the mask', actions.mask),
      ),
      html('div', { class: 'rv-group' }, this.undo, this.redo),
      html('span', { class: 'rv-research' }, 'For research use only'),
      button('Keys', '?', 'List of keys', actions.help),
    );
  }

  show(state: { preset: number; canUndo: boolean; canRedo: boolean }): void {
    this.presets.forEach((preset, n) => preset.setAttribute('aria-pressed', String(n === state.preset)));
    this.undo.disabled = !state.canUndo;
    this.redo.disabled = !state.canRedo;
  }
}

export function button(name: string, key: string, title: string, act: () => void): HTMLButtonElement {
  const made = html('button', { type: 'button', class: 'rv-button', title, click: act }, name);
  if (key) made.append(html('kbd', {}, key));
  return made;
}
