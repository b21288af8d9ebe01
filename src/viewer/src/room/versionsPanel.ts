import type { SavedCase } from '../contracts.ts';
import { html } from './element.ts';
import { clock } from './savePanel.ts';

const formats = [
  ['seg', 'SEG'],
  ['rtstruct', 'RTSTRUCT'],
  ['nifti', 'NIfTI'],
  ['nrrd', 'NRRD'],
];

/** Every saved version with its reason, its sizes and its files. */
export class VersionsPanel {
  private readonly count = html('span');
  private readonly list = html('ol', { class: 'rv-versions', 'data-testid': 'versions' });

  constructor(
    private readonly host: HTMLElement,
    private readonly readUrl: string,
  ) {
    host.hidden = true;
    host.append(html('h2', {}, 'Versions', this.count), this.list);
  }

  show(saved: readonly SavedCase[]): void {
    this.host.hidden = saved.length === 0;
    this.count.textContent = ` ${saved.length}`;
    this.list.replaceChildren(...saved.map((version) => this.line(version)));
  }

  private line(version: SavedCase): HTMLElement {
    const links = formats.map(([format, name]) =>
      html(
        'a',
        { href: `${this.readUrl}/versions/${version.number}/${format}`, download: '', class: 'rv-mini' },
        name,
      ),
    );
    const sizes = version.structures.map((one) => {
      const axes = one.longestAxialMm
        ? `, ${one.longestAxialMm.toFixed(1)} × ${one.shortAxisMm?.toFixed(1) ?? '–'}\u00a0mm`
        : '';
      return html('div', { class: 'rv-dim' }, `${one.name}: ${one.volumeMl.toFixed(2)} ml${axes}`);
    });
    return html(
      'li',
      {},
      html('div', {}, html('b', {}, `Version ${version.number}`), ` ${clock(version.savedAt)}`),
      ...(version.reason ? [html('div', {}, version.reason)] : []),
      ...(version.adjudicated ? [html('div', {}, `Adjudicated: ${version.adjudicated}`)] : []),
      ...sizes,
      html('div', { class: 'rv-group' }, ...links),
    );
  }
}
