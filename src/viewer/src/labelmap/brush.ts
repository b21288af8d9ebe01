import type { SeriesGeometry } from '../geometry/seriesGeometry.ts';
import { add, dot, scale, subtract, type Triple } from '../geometry/vector.ts';

/** One piece of a brush stroke: from one pointer position to the next, in patient millimetres. */
export interface BrushPiece {
  from: Triple;
  to: Triple;
  radiusMm: number;
  /** Direction through the screen of the view that is painted in. */
  normal: Triple;
  shape: 'disk' | 'sphere';
}

/**
 * Calls `visit` with every voxel of which the centre lies within the radius of the piece. A disk covers only the
 * voxels of the shown slice. The voxel under the end of the piece always belongs, however small the brush.
 */
export function visitBrush(
  geometry: SeriesGeometry,
  piece: BrushPiece,
  visit: (voxel: number) => void,
): void {
  const box = boxAround(geometry, piece);
  const [nx, ny] = geometry.dims;
  const segment = subtract(piece.to, piece.from);
  const segmentSquared = dot(segment, segment);
  const radiusSquared = piece.radiusMm * piece.radiusMm * (1 + 1e-9);
  const inPlane = planeTest(geometry, piece);
  const step = scale(geometry.axes[0], geometry.spacing[0]);
  for (let k = box.low[2]; k <= box.high[2]; k++) {
    for (let j = box.low[1]; j <= box.high[1]; j++) {
      let offset = subtract(geometry.toPatient([box.low[0], j, k]), piece.from);
      for (let i = box.low[0]; i <= box.high[0]; i++, offset = add(offset, step)) {
        if (!inPlane(i, j, k, offset)) continue;
        const along =
          segmentSquared > 0 ? Math.min(1, Math.max(0, dot(offset, segment) / segmentSquared)) : 0;
        const away = subtract(offset, scale(segment, along));
        const through = piece.shape === 'disk' ? dot(away, piece.normal) : 0;
        if (dot(away, away) - through * through <= radiusSquared) visit((k * ny + j) * nx + i);
      }
    }
  }
  const centre = geometry.toVoxel(piece.to);
  if (geometry.contains(centre)) visit((centre[2] * ny + centre[1]) * nx + centre[0]);
}

function boxAround(geometry: SeriesGeometry, piece: BrushPiece): { low: Triple; high: Triple } {
  const a = geometry.toIndex(piece.from);
  const b = geometry.toIndex(piece.to);
  const reach = geometry.spacing.map((mm) => piece.radiusMm / mm + 1);
  const low = a.map((value, axis) => Math.floor(Math.min(value, b[axis]) - reach[axis])) as Triple;
  const high = a.map((value, axis) => Math.ceil(Math.max(value, b[axis]) + reach[axis])) as Triple;
  return {
    low: low.map((value) => Math.max(value, 0)) as Triple,
    high: high.map((value, axis) => Math.min(value, geometry.dims[axis] - 1)) as Triple,
  };
}

type PlaneTest = (i: number, j: number, k: number, offset: Triple) => boolean;

/** Whether a voxel belongs to the slice in which a disk is painted. */
export function planeTest(
  geometry: SeriesGeometry,
  piece: Pick<BrushPiece, 'from' | 'normal' | 'shape'>,
): PlaneTest {
  if (piece.shape === 'sphere') return () => true;
  const axis = geometry.axisAlong(piece.normal);
  if (axis === null) {
    const half = geometry.stepAlong(piece.normal) / 2;
    return (_i, _j, _k, offset) => Math.abs(dot(offset, piece.normal)) <= half;
  }
  const slice = geometry.toVoxel(piece.from)[axis];
  return (i, j, k) => (axis === 0 ? i : axis === 1 ? j : k) === slice;
}
