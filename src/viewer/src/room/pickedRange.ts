import type { Triple } from '../geometry/vector.ts';
import { visitBrush } from '../labelmap/brush.ts';
import type { PaintedSeries } from './painter.ts';
import type { HuRange } from './tools.ts';

/** Mean and two deviations to each side of the HU under a round brush, in whole HU; null where no image is. */
export function rangeUnderBrush(
  series: PaintedSeries,
  point: Triple,
  normal: Triple,
  radiusMm: number,
): HuRange | null {
  const [nx, ny] = series.geometry.dims;
  const values: number[] = [];
  visitBrush(series.geometry, { from: point, to: point, radiusMm, normal, shape: 'disk' }, (voxel) => {
    const k = Math.floor(voxel / (nx * ny));
    const value = series.hu(k)?.[voxel - k * nx * ny];
    if (value !== undefined) values.push(value);
  });
  if (values.length === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return { low: Math.floor(mean - 2 * deviation), high: Math.ceil(mean + 2 * deviation) };
}
