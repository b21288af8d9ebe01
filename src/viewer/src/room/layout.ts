import type { PaneId } from '../engine/view.ts';
import { html } from './element.ts';

/** The fixed frame of the reading room; each part fills its own element. */
export interface Layout {
  root: HTMLElement;
  top: HTMLElement;
  toolRail: HTMLElement;
  grid: HTMLElement;
  panes: Record<PaneId, HTMLElement>;
  /** Where the library draws. */
  canvases: Record<PaneId, HTMLDivElement>;
  statistics: HTMLElement;
  adjudication: HTMLElement;
  structures: HTMLElement;
  options: HTMLElement;
  operations: HTMLElement;
  foreign: HTMLElement;
  versions: HTMLElement;
  save: HTMLElement;
  read: HTMLElement;
  approval: HTMLElement;
  notice: HTMLElement;
  status: HTMLElement;
  help: HTMLElement;
}

export function buildLayout(host: HTMLElement): Layout {
  const canvas = () => html('div', { class: 'rv-canvas' });
  const canvases = { axial: canvas(), sagittal: canvas(), coronal: canvas() };
  const pane = (id: PaneId) =>
    html('section', { class: 'rv-pane', 'data-pane': id, 'aria-label': `${id} view` }, canvases[id]);
  const panes = { axial: pane('axial'), sagittal: pane('sagittal'), coronal: pane('coronal') };
  const statistics = html('section', {
    class: 'rv-pane rv-statistics',
    'aria-label': 'Statistics',
    tabindex: 0,
  });
  const grid = html('main', { class: 'rv-grid' }, panes.axial, panes.sagittal, panes.coronal, statistics);
  const adjudication = html('section', { class: 'rv-box', 'aria-label': 'Adjudication', hidden: true });
  const structures = html('section', { class: 'rv-box', 'aria-label': 'Structures' });
  const options = html('section', { class: 'rv-box', 'aria-label': 'Tool options' });
  const operations = html('section', { class: 'rv-box rv-operations', 'aria-label': 'Structure tools' });
  const foreign = html('section', { class: 'rv-box', 'aria-label': 'VOI from elsewhere' });
  const versions = html('section', { class: 'rv-box', 'aria-label': 'Versions' });
  const save = html('section', { class: 'rv-box', 'aria-label': 'Save' });
  const read = html('section', { class: 'rv-box', 'aria-label': 'Read' });
  const approval = html('section', { class: 'rv-box', 'aria-label': 'Approval', hidden: true });
  const notice = html('div', { class: 'rv-notice', role: 'alert', 'data-testid': 'notice', hidden: true });
  const top = html('header', { class: 'rv-top' });
  const toolRail = html('nav', { class: 'rv-tools', 'aria-label': 'Tools' });
  const status = html('footer', { class: 'rv-status', 'aria-label': 'Status' });
  const help = html('div', { class: 'rv-help', hidden: true, role: 'region', 'aria-label': 'Keys' });
  const side = html(
    'aside',
    { class: 'rv-side' },
    notice,
    adjudication,
    structures,
    options,
    operations,
    foreign,
    versions,
    html('div', { class: 'rv-end' }, save, read, approval),
  );
  const root = html('div', { class: 'rv', tabindex: -1 }, top, toolRail, grid, side, status, help);
  host.replaceChildren(root);
  return {
    root,
    top,
    toolRail,
    grid,
    panes,
    canvases,
    statistics,
    adjudication,
    structures,
    options,
    operations,
    foreign,
    versions,
    save,
    read,
    approval,
    notice,
    status,
    help,
  };
}

/** Shows one pane alone, or all four again. */
export function toggleMaximised(layout: Layout, pane: HTMLElement): void {
  const already = pane.classList.contains('rv-alone');
  for (const child of layout.grid.children) child.classList.remove('rv-alone', 'rv-away');
  if (already) return;
  for (const child of layout.grid.children) child.classList.add(child === pane ? 'rv-alone' : 'rv-away');
}
