import type { AdjudicationChoice, AdjudicationState, AdjudicationVoi } from '../contracts.ts';
import { OutlineLayer, type Rgba } from '../engine/outlineLayer.ts';
import type { Series } from '../engine/series.ts';
import type { Triple } from '../geometry/vector.ts';
import { decodeRuns } from '../labelmap/runLengths.ts';
import type { ReadClient } from '../server/readClient.ts';
import { html } from './element.ts';
import { Fold } from './fold.ts';
import { listenToKeys } from './keys.ts';
import type { Room } from './room.ts';
import { button } from './topBar.ts';

// Okabe and Ito's blue and purple: apart from each other and from the orange of the adjudicator's own, for all eyes.
const colours: readonly Rgba[] = [
  [86, 180, 233, 255],
  [204, 121, 167, 255],
];

const choices: readonly { choice: AdjudicationChoice; name: string; key: string; title: string }[] = [
  { choice: 'a', name: 'Take A', key: 'Alt+Q', title: "Reader A's VOI, as it is" },
  { choice: 'b', name: 'Take B', key: 'Alt+W', title: "Reader B's VOI, as it is" },
  { choice: 'union', name: 'Union', key: 'Alt+E', title: 'Every voxel that either reader has' },
  {
    choice: 'intersection',
    name: 'Intersection',
    key: 'Alt+R',
    title: 'Only the voxels that both readers have',
  },
];

/** Both readers' VOIs over the images, names hidden, and what an adjudicator makes of them. The outlines are never drawn on. */
export class Adjudicator {
  private readonly layers: OutlineLayer[];
  private readonly slices: Uint8Array[][];
  private readonly stopKeys: () => void;

  static async open(host: HTMLElement, room: Room, series: Series, client: ReadClient): Promise<Adjudicator> {
    return new Adjudicator(host, room, series, client, await client.adjudication());
  }

  private constructor(
    host: HTMLElement,
    private readonly room: Room,
    private readonly series: Series,
    private readonly client: ReadClient,
    state: AdjudicationState,
  ) {
    const { dims } = series.geometry;
    const { vois } = state;
    this.slices = vois.map((voi) => decodeRuns(bytesOf(voi.runs), dims[0] * dims[1], dims[2]));
    this.layers = vois.map((voi, n) => {
      const layer = new OutlineLayer(
        series,
        `radl-${voi.name.toLowerCase().replace(' ', '-')}`,
        colours[n],
        2 + n,
      );
      layer.show(this.slices[n]);
      return layer;
    });
    host.hidden = false;
    host.append(
      html('h2', {}, 'Adjudication'),
      html('ul', { class: 'rv-readers' }, ...vois.map((voi, n) => this.line(voi, n))),
      differences(state),
      ...(room.readOnly ? [] : this.choiceButtons()),
    );
    new Fold(host, 'adjudication', true);
    this.stopKeys = listenToKeys(
      Object.fromEntries(choices.map(({ choice, key }) => [key.toLowerCase(), () => void this.take(choice)])),
      () => undefined,
    );
  }

  /** The middle of what either reader drew. */
  centre(): Triple | null {
    const drawn = this.slices[0].flatMap((slice, k) => (slice.includes(1) ? [k] : []));
    if (drawn.length === 0) return null;
    const k = drawn[Math.floor(drawn.length / 2)];
    const nx = this.series.geometry.dims[0];
    const inside = [...this.slices[0][k].keys()].filter((at) => this.slices[0][k][at] === 1);
    const mean = (of: (at: number) => number) => inside.reduce((sum, at) => sum + of(at), 0) / inside.length;
    return this.series.geometry.toPatient([mean((at) => at % nx), mean((at) => Math.floor(at / nx)), k]);
  }

  dispose(): void {
    this.stopKeys();
    for (const layer of this.layers) layer.dispose();
  }

  private async take(choice: AdjudicationChoice): Promise<void> {
    const { name } = choices.find((one) => one.choice === choice)!;
    const took = await this.room.commands?.takeWhole(name, () => this.client.adjudicate(choice));
    if (took) this.room.session?.acts.did(choice);
  }

  private choiceButtons(): HTMLElement[] {
    const buttons = choices.map((one) => this.choiceButton(one));
    const group = html(
      'div',
      { class: 'rv-choices', role: 'group', 'aria-label': 'Make the VOI' },
      ...buttons,
    );
    const hint = 'Each is one step, or redraw.';
    const parts = [group, html('p', { class: 'rv-dim' }, hint)];
    this.room.whenClosed.push(() => {
      for (const part of parts) part.remove();
    });
    return parts;
  }

  private choiceButton({ choice, name, key, title }: (typeof choices)[number]): HTMLButtonElement {
    const made = button(name, key, title, () => void this.take(choice));
    made.dataset.testid = `adjudicate-${choice}`;
    return made;
  }

  private line(voi: AdjudicationVoi, n: number): HTMLElement {
    const [red, green, blue] = colours[n];
    const dot = html('span', { class: 'rv-dot' });
    dot.style.background = `rgb(${red} ${green} ${blue})`;
    const shown = html('input', { type: 'checkbox', 'aria-label': `Show ${voi.name}` });
    shown.checked = true;
    shown.addEventListener('change', () => {
      this.layers[n].setShown(shown.checked);
      this.room.viewing.views.render();
    });
    return html(
      'li',
      {},
      html('label', { class: 'rv-check' }, shown, dot, voi.name),
      html('span', { class: 'rv-volume' }, `${voi.volumeMl.toFixed(2)} ml`),
    );
  }
}

/** By what the two differ; what passes the study's limits is marked, in words too. */
function differences(state: AdjudicationState): HTMLElement {
  const { dice, hausdorff95Mm, averageSurfaceDistanceMm, volumeDifferencePercent, beyond } = state;
  const figure = (value: number | null, digits: number, unit: string) =>
    value === null ? '–' : `${value.toFixed(digits)}${unit}`;
  const rows: [string, string][] = [
    ['Dice', figure(dice, 2, '')],
    ['HD95', figure(hausdorff95Mm, 1, ' mm')],
    ['Surface', figure(averageSurfaceDistanceMm, 1, ' mm')],
    ['Volume', `${volumeDifferencePercent.toFixed(0)} %`],
  ];
  return html(
    'div',
    { 'data-testid': 'differences' },
    html(
      'dl',
      {
        class: 'rv-differences',
        title:
          'HD95: the larger of both 95th percentiles of surface distances. Surface: their mean distance. Volume: difference in percent of the mean volume.',
      },
      ...rows.flatMap(([term, value]) => [html('dt', {}, term), html('dd', {}, value)]),
    ),
    html(
      'p',
      { class: beyond.length > 0 ? 'rv-warn' : 'rv-dim' },
      beyond.length > 0
        ? `Beyond the study's limits: ${beyond.join(', ')}`
        : "Within the study's limits now.",
    ),
  );
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
