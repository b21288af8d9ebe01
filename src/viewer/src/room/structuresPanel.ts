import type { Structure } from '../contracts.ts';
import { html } from './element.ts';

export interface StructureRow {
  structure: Structure;
  volumeMl: number;
  voxelCount: number;
  active: boolean;
  shown: boolean;
  locked: boolean;
}

export interface StructureActions {
  activate(label: number): void;
  toggleShown(label: number): void;
  toggleLocked(label: number): void;
}

/** Structures on the right, with their volume as it is drawn. */
export class StructuresPanel {
  private readonly list = html('ul', { class: 'rv-structures' });

  constructor(
    host: HTMLElement,
    private readonly readOnly: boolean,
    private readonly actions: StructureActions,
  ) {
    host.append(html('h2', {}, 'Structures'), this.list);
  }

  show(rows: readonly StructureRow[]): void {
    this.list.replaceChildren(...rows.map((row) => this.line(row)));
  }

  private line(row: StructureRow): HTMLElement {
    const { structure } = row;
    const colour = html('span', { class: 'rv-dot' });
    colour.style.background = structure.color;
    const name = html(
      'button',
      {
        type: 'button',
        class: 'rv-name',
        'aria-pressed': String(row.active),
        click: () => this.actions.activate(structure.label),
      },
      colour,
      html('span', {}, structure.name),
    );
    const volume = html(
      'span',
      { class: 'rv-volume', 'data-testid': `volume-${structure.label}`, title: `${row.voxelCount} voxels` },
      `${row.volumeMl.toFixed(2)} ml`,
    );
    const eye = this.toggle(row.shown ? 'Shown' : 'Hidden', row.shown, 'Show or hide', () =>
      this.actions.toggleShown(structure.label),
    );
    const lock = this.readOnly
      ? null
      : this.toggle(row.locked ? 'Locked' : 'Free', row.locked, 'Lock against changes', () =>
          this.actions.toggleLocked(structure.label),
        );
    return html(
      'li',
      { class: row.active ? 'rv-active' : '' },
      name,
      volume,
      html('div', { class: 'rv-toggles' }, eye, lock),
    );
  }

  private toggle(text: string, pressed: boolean, title: string, act: () => void): HTMLButtonElement {
    return html(
      'button',
      { type: 'button', class: 'rv-mini', title, 'aria-pressed': String(pressed), click: act },
      text,
    );
  }
}
