import type { Structure, StructureCode, StructureKind, StructureLobe, StructureSide } from '../contracts.ts';
import { html } from './element.ts';
import { button } from './topBar.ts';

const kinds: Record<StructureKind, string> = {
  primary: 'Primary tumour',
  node: 'Lymph node',
  metastasis: 'Metastasis',
  shell: 'Peritumoural shell',
  other: 'Other lesion',
};
const sides: Record<StructureSide, string> = {
  none: 'No side',
  left: 'Left',
  right: 'Right',
  midline: 'Midline',
};
const lobes: Record<StructureLobe, string> = {
  none: 'No lobe',
  upper: 'Upper lobe',
  middle: 'Middle lobe',
  lower: 'Lower lobe',
  lingula: 'Lingula',
};

interface FormActions {
  add(code: StructureCode): void;
  change(label: number, code: StructureCode): void;
  remove(label: number): void;
}

/** Names a structure from short lists; beside the images, not over them. */
export class StructureForm {
  readonly host = html('div', { class: 'rv-form' });
  private readonly kind = choices('Kind', kinds);
  private readonly side = choices('Side', sides);
  private readonly lobe = choices('Lobe', lobes);
  private readonly fields = html('div', { class: 'rv-fields', hidden: true });
  private readonly keep = button('Add', '', 'Keep this structure', () => this.send());
  private readonly drop = button('Remove', '', 'Remove this structure from the case', () => this.removeIt());
  private changed: Structure | null = null;

  constructor(private readonly actions: FormActions) {
    const add = button('Add structure', '+', 'Add a lesion', () => this.open(null));
    const cancel = button('Cancel', '', 'Close without change', () => this.close());
    this.keep.dataset.testid = 'keep-structure';
    add.dataset.testid = 'add-structure';
    this.fields.append(
      this.kind,
      this.side,
      this.lobe,
      html('div', { class: 'rv-group' }, this.keep, this.drop, cancel),
    );
    this.fields.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && event.target instanceof HTMLSelectElement) this.send();
      if (event.key === 'Escape') this.close();
    });
    this.host.append(add, this.fields);
  }

  /** For a new structure (null) or for one that is there. */
  open(structure: Structure | null): void {
    this.changed = structure;
    this.kind.value = structure?.kind ?? 'node';
    this.side.value = structure?.side ?? 'none';
    this.lobe.value = structure?.lobe ?? 'none';
    this.keep.textContent = structure ? 'Change' : 'Add';
    this.drop.hidden = structure === null;
    this.fields.hidden = false;
    this.kind.focus();
  }

  private send(): void {
    const code = {
      kind: this.kind.value as StructureKind,
      side: this.side.value as StructureSide,
      lobe: this.lobe.value as StructureLobe,
    };
    if (this.changed) this.actions.change(this.changed.label, code);
    else this.actions.add(code);
    this.close();
  }

  private removeIt(): void {
    if (this.changed) this.actions.remove(this.changed.label);
    this.close();
  }

  private close(): void {
    this.fields.hidden = true;
    this.changed = null;
  }
}

function choices(title: string, names: Record<string, string>): HTMLSelectElement {
  return html(
    'select',
    { 'aria-label': title },
    ...Object.entries(names).map(([value, name]) => html('option', { value }, name)),
  );
}
