import type { PaneId, View } from '../engine/view.ts';
import type { SeriesGeometry } from '../geometry/seriesGeometry.ts';
import { add, cross, dot, length, scale, subtract, type Triple } from '../geometry/vector.ts';
import { visitOutline } from '../labelmap/outline.ts';
import { signed } from './paneOverlay.ts';

export interface Measurement {
  kind: 'length' | 'ellipse';
  pane: PaneId;
  from: Triple;
  to: Triple;
  normal: Triple;
  right: Triple;
  text: string;
}

interface MeasuredSeries {
  geometry: SeriesGeometry;
  hu(k: number): ArrayLike<number> | null;
}

/** Lengths and HU ellipses that the reader laid over the images. They belong to the screen, not to the contour. */
export class Measurements {
  readonly all: Measurement[] = [];
  private current: Measurement | null = null;

  constructor(
    private readonly series: MeasuredSeries,
    private readonly changed: () => void,
  ) {}

  get isMeasuring(): boolean {
    return this.current !== null;
  }

  begin(kind: Measurement['kind'], view: View, at: Triple): void {
    const { normal, right } = view.directions();
    this.current = { kind, pane: view.id, from: at, to: at, normal, right, text: '' };
    this.all.push(this.current);
  }

  move(at: Triple): void {
    if (!this.current) return;
    this.current.to = at;
    this.current.text = measure(this.current, this.series);
    this.changed();
  }

  end(): void {
    const done = this.current;
    this.current = null;
    // A click without a drag measures nothing.
    if (done && length(subtract(done.to, done.from)) < 0.5) this.all.pop();
    this.changed();
  }

  removeLast(): void {
    if (this.current) return;
    this.all.pop();
    this.changed();
  }

  /** Those on the slice that a view shows. */
  on(view: View, point: Triple): Measurement[] {
    return this.all.filter((one) => {
      const away = Math.abs(dot(subtract(point, one.from), one.normal));
      return one.pane === view.id && away <= this.series.geometry.stepAlong(one.normal) / 2;
    });
  }
}

/** Points of the ellipse that two opposite corners span on the screen. */
export function ellipseOutline(one: Pick<Measurement, 'from' | 'to' | 'normal' | 'right'>): Triple[] {
  const { centre, a, b, up } = axesOf(one);
  return Array.from({ length: 64 }, (_, n) => {
    const angle = (2 * Math.PI * n) / 64;
    return add(add(centre, scale(one.right, a * Math.cos(angle))), scale(up, b * Math.sin(angle)));
  });
}

function axesOf({ from, to, normal, right }: Pick<Measurement, 'from' | 'to' | 'normal' | 'right'>) {
  const up = cross(normal, right);
  const span = subtract(to, from);
  const centre = add(from, scale(span, 0.5));
  return { centre, up, a: Math.abs(dot(span, right)) / 2, b: Math.abs(dot(span, up)) / 2 };
}

/** What a measurement says: millimetres, or the HU of the voxels of which the centre lies inside. */
export function measure(one: Measurement, series: MeasuredSeries): string {
  if (one.kind === 'length') return `${length(subtract(one.to, one.from)).toFixed(1)} mm`;
  const { geometry } = series;
  const values: number[] = [];
  let isWhole = true;
  const plane = geometry.dims[0] * geometry.dims[1];
  visitOutline(geometry, ellipseOutline(one), one.normal, (voxel) => {
    const k = Math.floor(voxel / plane);
    const value = series.hu(k)?.[voxel - k * plane];
    if (value === undefined) isWhole = false;
    else values.push(value);
  });
  const { a, b } = axesOf(one);
  const area = `${(Math.PI * a * b).toFixed(0)} mm²`;
  // HU of a part would look like those of the whole.
  if (!isWhole) return `${area}, some of its slices are not there`;
  if (values.length === 0) return area;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return `${signed(mean)} ± ${deviation.toFixed(1)} HU, ${signed(low)} to ${signed(high)}, ${area}`;
}
