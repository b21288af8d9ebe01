import type { Structure, StructureCode } from '../contracts.ts';
import type { Diameters } from '../labelmap/diameters.ts';
import { html } from './element.ts';
import { StructureForm } from './structureForm.ts';

export interface StructureRow {
  structure: Structure;
  volumeMl: number;
  voxelCount: number;
  diameters: Diameters | null;
  active: boolean;
  shown: boolean;
  locked: boolean;
}

export interface StructureActions {
  activate(label: number): void;
  toggleShown(label: number): void;
  toggleLocked(label: number): void;
  add(code: StructureCode): void;
  change(label: number, code: StructureCode): void;
  remove(label: number): void;
}

/** Structures on the right, with their volume and diameters as they are drawn. */
export class StructuresPanel {
  private readonly list = html('ul', { class: 'rv-structures' });
  private form: StructureForm | null;
  private shownAs = '';

  constructor(
    host: HTMLElement,
    private readOnly: boolean,
    private readonly actions: StructureActions,
  ) {
    this.form = readOnly ? null : new StructureForm(actions);
    host.append(html('h2', {}, 'Structures'), this.list, ...(this.form ? [this.form.host] : []));
  }

  show(rows: readonly StructureRow[]): void {
    // The list is only built anew when it says something else, so that a button keeps its focus.
    const key = JSON.stringify(rows);
    if (key === this.shownAs) return;
    this.shownAs = key;
    const focused = this.list.contains(document.activeElement)
      ? document.activeElement?.getAttribute('data-key')
      : null;
    this.list.replaceChildren(...rows.map((row) => this.line(row)));
    if (focused) this.list.querySelector<HTMLElement>(`[data-key="${focused}"]`)?.focus();
  }

  /** From now on structures are only looked at. */
  close(): void {
    this.form?.host.remove();
    this.form = null;
    this.readOnly = true;
    this.shownAs = '';
  }

  /** Opens the form for a new structure. */
  addNew(): void {
    this.form?.open(null);
  }

  private line(row: StructureRow): HTMLElement {
    const { structure } = row;
    const { label } = structure;
    const colour = html('span', { class: 'rv-dot' });
    colour.style.background = structure.color;
    const name = html(
      'button',
      {
        type: 'button',
        class: 'rv-name',
        'data-key': `name-${label}`,
        'aria-pressed': String(row.active),
        click: () => this.actions.activate(label),
      },
      colour,
      html('span', {}, structure.name),
    );
    const volume = html(
      'span',
      { class: 'rv-volume', 'data-testid': `volume-${label}`, title: `${row.voxelCount} voxels` },
      `${row.volumeMl.toFixed(2)} ml`,
    );
    const size = row.diameters
      ? `${row.diameters.longestMm.toFixed(1)} × ${row.diameters.shortMm.toFixed(1)} mm`
      : '';
    return html(
      'li',
      { class: row.active ? 'rv-active' : '' },
      name,
      volume,
      html(
        'span',
        {
          class: 'rv-dim rv-size',
          'data-testid': `size-${label}`,
          title: 'Longest axial diameter × short axis',
        },
        size,
      ),
      html('div', { class: 'rv-toggles' }, ...this.toggles(row)),
    );
  }

  private toggles(row: StructureRow): HTMLElement[] {
    const { label } = row.structure;
    const eye = this.toggle(`eye-${label}`, row.shown ? 'Shown' : 'Hidden', row.shown, 'Show or hide', () =>
      this.actions.toggleShown(label),
    );
    if (this.readOnly) return [eye];
    return [
      eye,
      this.toggle(`lock-${label}`, row.locked ? 'Locked' : 'Free', row.locked, 'Lock against changes', () =>
        this.actions.toggleLocked(label),
      ),
      this.toggle(`edit-${label}`, 'Name', false, 'Name or remove this structure', () =>
        this.form?.open(row.structure),
      ),
    ];
  }

  private toggle(
    key: string,
    text: string,
    pressed: boolean,
    title: string,
    act: () => void,
  ): HTMLButtonElement {
    return html(
      'button',
      {
        type: 'button',
        class: 'rv-mini',
        title,
        'data-key': key,
        'aria-pressed': String(pressed),
        click: act,
      },
      text,
    );
  }
}
