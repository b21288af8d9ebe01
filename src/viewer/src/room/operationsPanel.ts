import type { Structure } from '../contracts.ts';
import type { StructureCommands } from './commands.ts';
import { html } from './element.ts';
import type { ToolNumbers } from './toolNumbers.ts';
import { button } from './topBar.ts';

/** Structure tools on the right, each with its key and the numbers it needs beside it. */
export class OperationsPanel {
  private readonly buttons: HTMLButtonElement[] = [];
  private readonly provisional = html('div', { class: 'rv-group' });
  private readonly state = html('p', { class: 'rv-dim', role: 'status', 'data-testid': 'computing' });
  private readonly other = html('select', { 'aria-label': 'Other structure' });
  private readonly bySlice = html('input', { type: 'checkbox', 'aria-label': 'Fill holes slice by slice' });

  constructor(
    host: HTMLElement,
    private readonly commands: StructureCommands,
  ) {
    const { numbers } = commands;
    this.bySlice.checked = numbers.bySlice;
    this.bySlice.addEventListener('change', () => {
      numbers.bySlice = this.bySlice.checked;
    });
    this.other.addEventListener('change', () => {
      numbers.other = Number(this.other.value);
    });
    this.provisional.append(
      this.act('Confirm', 'Enter', 'Confirm the provisional voxels of this slice', () => commands.confirm()),
      this.act('Confirm all', 'Ctrl+Enter', 'Confirm every provisional slice', () => commands.confirmAll()),
      this.act('Drop', 'Del', 'Drop the provisional voxels of this slice', () => commands.dropProvisional()),
    );
    host.append(
      html('h2', {}, 'Structure tools'),
      this.row(
        this.act('Interpolate', 'I', 'Fill the empty slices between drawn ones', () =>
          commands.interpolate(),
        ),
        this.act('Holes', 'Alt+3', 'Fill holes', () => commands.fillHoles()),
        html('label', { class: 'rv-check' }, this.bySlice, 'by slice'),
      ),
      this.provisional,
      this.row(
        this.act('Copy up', 'Ctrl+↑', 'Copy this slice towards the head', () => commands.copySlice(1)),
        this.act('Copy down', 'Ctrl+↓', 'Copy this slice towards the feet', () => commands.copySlice(-1)),
        this.act('Clear', 'Alt+7', 'Take the structure off this slice', () => commands.clearSlice()),
      ),
      this.row(
        this.act('Largest', 'Alt+1', 'Keep only the largest island', () => commands.largestIsland()),
        this.act('Small', 'Alt+2', 'Drop islands below this volume', () => commands.smallIslands()),
        this.number('islandMm3', 'Smallest island in cubic millimetres', 1, 100_000, 10),
        'mm³',
      ),
      this.row(
        this.act('Smooth', 'Alt+4', 'Smooth the surface', () => commands.smooth()),
        this.number('smoothMm', 'Smoothing in millimetres', 0.5, 10, 0.5),
        'mm',
      ),
      this.row(
        this.act('Margin', 'Alt+5', 'Grow by this margin; below 0 shrinks', () => commands.margin()),
        this.number('marginMm', 'Margin in millimetres', -50, 50, 1),
        'mm',
      ),
      this.row(
        this.act('Shell', 'Alt+6', 'A shell around it, as a structure of its own', () => commands.shell()),
        this.number('shellFromMm', 'Inner edge of the shell in millimetres', 0, 49, 1),
        'to',
        this.number('shellToMm', 'Outer edge of the shell in millimetres', 1, 50, 1),
        'mm',
      ),
      this.row(
        this.other,
        this.act('∪', 'Alt+U', 'Union: take the voxels of the other', () => commands.combine('union')),
        this.act('∩', 'Alt+I', 'Intersection: keep what the other has too', () =>
          commands.combine('intersect'),
        ),
        this.act('−', 'Alt+D', 'Difference: take off what the other has', () => commands.combine('subtract')),
      ),
      this.state,
    );
  }

  show(
    structures: readonly Structure[],
    active: number,
    provisionalSlices: number,
    foreign: string | null,
  ): void {
    for (const made of this.buttons) made.disabled = this.commands.busy !== null;
    this.provisional.hidden = provisionalSlices === 0;
    this.state.textContent = this.commands.busy
      ? `${this.commands.busy}…`
      : provisionalSlices > 0
        ? `${provisionalSlices} ${provisionalSlices === 1 ? 'slice' : 'slices'} provisional`
        : '';
    const others = structures
      .filter((structure) => structure.label !== active)
      .map((structure) => ({ value: structure.label, name: structure.name }));
    if (foreign) others.unshift({ value: 0, name: foreign });
    this.showOthers(others);
  }

  private showOthers(others: { value: number; name: string }[]): void {
    const key = JSON.stringify(others);
    if (this.other.dataset.key === key) return;
    this.other.dataset.key = key;
    const { numbers } = this.commands;
    this.other.replaceChildren(
      ...(others.length === 0 ? [html('option', { value: 0 }, 'No other structure')] : []),
      ...others.map((one) => html('option', { value: one.value }, one.name)),
    );
    if (!others.some((one) => one.value === numbers.other)) numbers.other = others[0]?.value ?? 0;
    this.other.value = String(numbers.other);
  }

  private act(name: string, key: string, title: string, act: () => unknown): HTMLButtonElement {
    const made = button(name, '', `${title} (${key})`, () => void act());
    made.setAttribute('aria-keyshortcuts', key);
    this.buttons.push(made);
    return made;
  }

  private row(...parts: (Node | string)[]): HTMLElement {
    return html('div', { class: 'rv-group' }, ...parts);
  }

  private number(
    name: Exclude<keyof ToolNumbers, 'bySlice' | 'other'>,
    title: string,
    min: number,
    max: number,
    step: number,
  ): HTMLInputElement {
    const { numbers } = this.commands;
    const field = html('input', {
      type: 'number',
      class: 'rv-number',
      'aria-label': title,
      title,
      min,
      max,
      step,
    });
    field.value = String(numbers[name]);
    field.addEventListener('change', () => {
      const value = Number(field.value);
      if (Number.isFinite(value) && field.value !== '') numbers[name] = Math.min(max, Math.max(min, value));
      field.value = String(numbers[name]);
    });
    return field;
  }
}
