import { html } from './element.ts';
import type { ForeignVoi } from './foreignVoi.ts';
import { button } from './topBar.ts';

export interface ForeignActions {
  open(file: File): void;
  choose(index: number): void;
  adopt(): void;
  close(): void;
}

/** A VOI from elsewhere: brought in by a file or a drop, shown, adopted or put away. */
export class ForeignPanel {
  private readonly state = html('p', { class: 'rv-dim', role: 'status', 'data-testid': 'foreign' });
  private readonly regions = html('select', { 'aria-label': 'Region of the file' });
  private readonly shown = html('div', { class: 'rv-fields', hidden: true });
  private of: ForeignVoi | null = null;

  constructor(host: HTMLElement, drop: HTMLElement, actions: ForeignActions) {
    const file = html('input', {
      type: 'file',
      accept: '.dcm,application/dicom',
      hidden: true,
      'data-testid': 'foreign-file',
    });
    file.addEventListener('change', () => {
      if (file.files?.[0]) actions.open(file.files[0]);
      file.value = '';
    });
    this.regions.addEventListener('change', () => actions.choose(Number(this.regions.value)));
    this.shown.append(
      this.regions,
      html(
        'div',
        { class: 'rv-group' },
        button('Adopt', '', 'Take its voxels into the active structure; one step that can be undone', () =>
          actions.adopt(),
        ),
        button('Put away', '', 'Take it off the images', () => actions.close()),
      ),
    );
    host.append(
      html('h2', {}, 'VOI from elsewhere'),
      this.state,
      this.shown,
      button('Open SEG or RTSTRUCT', '', 'Or drag the file onto the images', () => file.click()),
      file,
    );
    listenToDrop(drop, actions);
  }

  /** True when another one is shown than before. */
  show(foreign: ForeignVoi | null): boolean {
    if (foreign === this.of) return false;
    this.of = foreign;
    this.shown.hidden = foreign === null;
    this.state.textContent = foreign
      ? `${foreign.kind}, drawn by someone else: white outline. It is not part of your contour until you adopt it.`
      : 'Drag a SEG or RTSTRUCT onto the images to see it beside yours.';
    this.regions.replaceChildren(
      ...(foreign?.regions ?? []).map((region, n) =>
        html('option', { value: n }, `${region.name}, ${region.volumeMl.toFixed(2)} ml`),
      ),
    );
    return true;
  }
}

function listenToDrop(drop: HTMLElement, actions: ForeignActions): void {
  drop.addEventListener('dragover', (event) => {
    event.preventDefault();
    drop.classList.add('rv-dropping');
  });
  drop.addEventListener('dragleave', () => drop.classList.remove('rv-dropping'));
  drop.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.classList.remove('rv-dropping');
    const file = event.dataTransfer?.files[0];
    if (file) actions.open(file);
  });
}
