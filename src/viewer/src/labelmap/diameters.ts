import type { SeriesGeometry } from '../geometry/seriesGeometry.ts';
import type { Triple } from '../geometry/vector.ts';
import type { Labelmap } from './labelmap.ts';

/** The two diameters of response criteria, with their slice and the ends of the longest one in patient mm. */
export interface Diameters {
  longestMm: number;
  shortMm: number;
  slice: number;
  from: Triple;
  to: Triple;
}

type Point = [number, number];

/**
 * Longest distance between two points of the structure's edge within one axial slice, and its widest extent across
 * that diameter in the same slice. The edge runs half a voxel beyond the outermost centres: the definition is that of
 * the server's AxialDiameters, so the number on the screen is the one that is stored.
 */
export function axialDiameters(
  labelmap: Labelmap,
  label: number,
  geometry: SeriesGeometry,
): Diameters | null {
  if (labelmap.count(label) === 0) return null;
  let best: Diameters | null = null;
  for (let k = 0; k < labelmap.dims[2]; k++) {
    if (!labelmap.isPainted(k)) continue;
    const hull = convexHull(edgePoints(labelmap, label, k, geometry));
    const found = measure(hull);
    if (!found || found.longest <= (best?.longestMm ?? 0)) continue;
    const place = ([x, y]: Point): Triple =>
      geometry.toPatient([x / geometry.spacing[0], y / geometry.spacing[1], k]);
    best = {
      longestMm: found.longest,
      shortMm: found.across,
      slice: k,
      from: place(found.from),
      to: place(found.to),
    };
  }
  return best;
}

/** Points half-way between a voxel inside and its neighbour outside, in mm of the slice. */
function edgePoints(labelmap: Labelmap, label: number, k: number, geometry: SeriesGeometry): Point[] {
  const [nx, ny] = labelmap.dims;
  const [dx, dy] = geometry.spacing;
  const slice = labelmap.slices[k];
  const points: Point[] = [];
  for (let at = slice.indexOf(label); at >= 0; at = slice.indexOf(label, at + 1)) {
    const [x, y] = [at % nx, Math.floor(at / nx)];
    if (x === nx - 1 || slice[at + 1] !== label) points.push([(x + 0.5) * dx, y * dy]);
    if (x === 0 || slice[at - 1] !== label) points.push([(x - 0.5) * dx, y * dy]);
    if (y === ny - 1 || slice[at + nx] !== label) points.push([x * dx, (y + 0.5) * dy]);
    if (y === 0 || slice[at - nx] !== label) points.push([x * dx, (y - 0.5) * dy]);
  }
  return points;
}

function measure(hull: Point[]): { longest: number; across: number; from: Point; to: Point } | null {
  let longest = 0;
  let ends: [Point, Point] | null = null;
  for (let a = 0; a < hull.length; a++) {
    for (let b = a + 1; b < hull.length; b++) {
      const length = Math.hypot(hull[a][0] - hull[b][0], hull[a][1] - hull[b][1]);
      if (length > longest) [longest, ends] = [length, [hull[a], hull[b]]];
    }
  }
  if (!ends) return null;
  const [from, to] = ends;
  const [ux, uy] = [(to[0] - from[0]) / longest, (to[1] - from[1]) / longest];
  const across = hull.map(([x, y]) => y * ux - x * uy);
  return { longest, across: Math.max(...across) - Math.min(...across), from, to };
}

/** Convex hull in the plane (Andrew's monotone chain). */
export function convexHull(points: Point[]): Point[] {
  if (points.length < 3) return points;
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (order: Point[]) => {
    const chain: Point[] = [];
    for (const p of order) {
      while (chain.length > 1 && turn(chain[chain.length - 2], chain[chain.length - 1], p) <= 0) chain.pop();
      chain.push(p);
    }
    return chain.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

const turn = (o: Point, a: Point, b: Point): number =>
  (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
