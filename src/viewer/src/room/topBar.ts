import { html } from './element.ts';
import { windowPresets } from './tools.ts';

export interface TopBarActions {
  preset(index: number): void;
  invert(): void;
  slab(): void;
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
  private readonly slab: HTMLButtonElement;
  private readonly slabText = document.createTextNode('');

  constructor(host: HTMLElement, subjectCode: string, backUrl: string | undefined, actions: TopBarActions) {
    this.presets = windowPresets.map((preset, n) =>
      button(preset.name, String(n + 1), `Centre ${preset.centre}, width ${preset.width}`, () =>
        actions.preset(n),
      ),
    );
    this.slab = button('Slab', 'U', 'Brightest voxels of a slab: off, 5, 10, 20 mm', actions.slab);
    this.slab.prepend(this.slabText);
    this.undo = button('Undo', 'Ctrl+Z', 'Undo', actions.undo);
    this.redo = button('Redo', 'Ctrl+Y', 'Redo', actions.redo);
    host.replaceChildren(
      ...(backUrl
        ? [
            html(
              'a',
              { class: 'rv-button', href: backUrl },
              backUrl.endsWith('adjudication') ? '← Adjudication' : '← Worklist',
            ),
          ]
        : []),
      html('h1', { class: 'rv-subject', title: subjectCode }, subjectCode),
      html('div', { class: 'rv-group', role: 'group', 'aria-label': 'Window presets' }, ...this.presets),
      html(
        'div',
        { class: 'rv-group' },
        button('Invert', 'J', 'Invert grey', actions.invert),
        this.slab,
        button('Mask', 'H', 'Hide or show the mask', actions.mask),
      ),
      html('div', { class: 'rv-group' }, this.undo, this.redo),
      html('span', { class: 'rv-research', title: 'For research use only' }, 'Research use only'),
      button('Keys', '?', 'List of keys', actions.help),
    );
  }

  show(state: { preset: number; slabMm: number; canUndo: boolean; canRedo: boolean }): void {
    this.presets.forEach((preset, n) => preset.setAttribute('aria-pressed', String(n === state.preset)));
    this.slabText.data = state.slabMm > 0 ? `${state.slabMm} mm ` : '';
    this.slab.setAttribute('aria-pressed', String(state.slabMm > 0));
    this.undo.disabled = !state.canUndo;
    this.redo.disabled = !state.canRedo;
  }
}

export function button(name: string, key: string, title: string, act: () => void): HTMLButtonElement {
  const made = html('button', { type: 'button', class: 'rv-button', title, click: act }, name);
  if (key) {
    made.append(html('kbd', {}, key));
    made.setAttribute('aria-keyshortcuts', key);
  }
  return made;
}
