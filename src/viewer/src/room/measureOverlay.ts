import type { View } from '../engine/view.ts';
import type { Triple } from '../geometry/vector.ts';
import { svg } from './element.ts';
import { ellipseOutline, type Measurement } from './measurements.ts';

/** Draws the measurements of one view. */
export class MeasureOverlay {
  readonly layer = svg('g', { class: 'rv-measures' });

  constructor(private readonly view: View) {}

  draw(measurements: readonly Measurement[]): void {
    this.layer.replaceChildren(...measurements.flatMap((one) => this.parts(one)));
  }

  private parts(one: Measurement): SVGElement[] {
    const points = one.kind === 'length' ? [one.from, one.to] : ellipseOutline(one);
    const closed = one.kind === 'ellipse';
    const line = svg(closed ? 'polygon' : 'polyline', {
      class: 'rv-measure',
      points: points.map((point) => this.place(point)).join(' '),
    });
    const [x, y] = this.view.toCanvas(one.to);
    const text = svg('text', { class: 'rv-measure-text', x: x + 8, y: y + 4, 'data-testid': 'measurement' });
    text.textContent = one.text;
    return [line, text];
  }

  private place(point: Triple): string {
    return this.view
      .toCanvas(point)
      .map((part) => part.toFixed(1))
      .join(',');
  }
}
