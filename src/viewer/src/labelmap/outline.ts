import type { SeriesGeometry } from '../geometry/seriesGeometry.ts';
import { cross, dot, normalise, subtract, type Triple } from '../geometry/vector.ts';
import { planeTest } from './brush.ts';

type Point = [number, number];

/**
 * Calls `visit` with every voxel of the shown slice of which the centre lies inside the drawn outline (even-odd
 * rule; the outline is closed from its last point to its first).
 */
export function visitOutline(
  geometry: SeriesGeometry,
  outline: readonly Triple[],
  normal: Triple,
  visit: (voxel: number) => void,
): void {
  if (outline.length < 3) return;
  const plane = planeAxes(normal);
  const from = outline[0];
  const project = (offset: Triple): Point => [dot(offset, plane[0]), dot(offset, plane[1])];
  const polygon = outline.map((point) => project(subtract(point, from)));
  const inPlane = planeTest(geometry, { from, normal, shape: 'disk' });
  const box = boxOf(geometry, outline);
  const [nx, ny] = geometry.dims;
  for (let k = box.low[2]; k <= box.high[2]; k++) {
    for (let j = box.low[1]; j <= box.high[1]; j++) {
      for (let i = box.low[0]; i <= box.high[0]; i++) {
        const offset = subtract(geometry.toPatient([i, j, k]), from);
        if (inPlane(i, j, k, offset) && isInside(polygon, project(offset))) visit((k * ny + j) * nx + i);
      }
    }
  }
}

/** The outline of a circle as points, for circle scissors. */
export function circleOutline(centre: Triple, edge: Triple, normal: Triple, points = 96): Triple[] {
  const [u, v] = planeAxes(normal);
  const offset = subtract(edge, centre);
  const radius = Math.hypot(dot(offset, u), dot(offset, v));
  return Array.from({ length: points }, (_, n) => {
    const angle = (2 * Math.PI * n) / points;
    const [a, b] = [radius * Math.cos(angle), radius * Math.sin(angle)];
    return centre.map((value, axis) => value + a * u[axis] + b * v[axis]) as Triple;
  });
}

function planeAxes(normal: Triple): [Triple, Triple] {
  const aside: Triple = Math.abs(normal[0]) < 0.9 ? [1, 0, 0] : [0, 1, 0];
  const u = normalise(cross(aside, normal));
  return [u, cross(normal, u)];
}

function boxOf(geometry: SeriesGeometry, outline: readonly Triple[]): { low: Triple; high: Triple } {
  const low: Triple = [Infinity, Infinity, Infinity];
  const high: Triple = [-Infinity, -Infinity, -Infinity];
  for (const point of outline) {
    geometry.toIndex(point).forEach((value, axis) => {
      low[axis] = Math.min(low[axis], Math.floor(value) - 1);
      high[axis] = Math.max(high[axis], Math.ceil(value) + 1);
    });
  }
  return { low: geometry.clamp(low), high: geometry.clamp(high) };
}

function isInside(polygon: readonly Point[], [x, y]: Point): boolean {
  let inside = false;
  for (let n = 0, last = polygon.length - 1; n < polygon.length; last = n++) {
    const [ax, ay] = polygon[n];
    const [bx, by] = polygon[last];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}
