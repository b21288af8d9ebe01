import type { View } from '../engine/view.ts';
import type { SeriesGeometry } from '../geometry/seriesGeometry.ts';
import type { Triple } from '../geometry/vector.ts';
import { svg } from './element.ts';

/** First and last slice of a run. */
export type SliceRun = readonly [number, number];

/**
 * Darkens what is not there: the library holds a voxel of 0 HU wherever no slice has come yet, which looks like water
 * in a lung window.
 */
export class MissingBands {
  readonly layer = svg('path', { class: 'rv-missing' });
  private shown = '';

  constructor(
    private readonly view: View,
    private readonly geometry: SeriesGeometry,
  ) {}

  draw(missing: readonly SliceRun[], point: Triple): void {
    const path = missing.length === 0 ? '' : this.pathOf(missing, point);
    if (path === this.shown) return;
    this.shown = path;
    this.layer.setAttribute('d', path);
  }

  private pathOf(missing: readonly SliceRun[], point: Triple): string {
    const { geometry, view } = this;
    const axis = geometry.axisAlong(view.directions().normal);
    const { clientWidth: width, clientHeight: height } = view.element;
    const whole = `M0 0H${width}V${height}H0Z`;
    if (axis === 2) {
      const k = geometry.sliceAt(point);
      return missing.some(([first, last]) => k >= first && k <= last) ? whole : '';
    }
    // A view across the axes of the images cuts every slice.
    if (axis === null) return whole;
    return missing.map((run) => this.bandOf(run, axis, point)).join('');
  }

  /** Between the two slices that are there the library mixes their voxels with what is missing. */
  private bandOf([first, last]: SliceRun, axis: 0 | 1, point: Triple): string {
    const { geometry } = this;
    const { dims } = geometry;
    const across = axis === 0 ? 1 : 0;
    const here = geometry.clamp(geometry.toVoxel(point));
    const corners = [
      [-1, first - 1],
      [dims[across], first - 1],
      [dims[across], last + 1],
      [-1, last + 1],
    ].map(([place, k]) => {
      const index: Triple = [here[0], here[1], k];
      index[across] = place;
      return this.view.toCanvas(geometry.toPatient(index));
    });
    return `M${corners.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}Z`;
  }
}
