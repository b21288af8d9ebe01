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
 * that diameter in the same slice. The edge runs half a voxel beyond the outermost centres. Response criteria measure
 * one lesion: parts of a slice that do not touch are measured each by itself. The definition is that of the server's
 * AxialDiameters, so the number on the screen is the one that is stored.
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
    const slice = labelmap.slices[k];
    for (const part of sliceParts(slice, labelmap.dims[0], label)) {
      const found = measure(convexHull(edgePoints(slice, labelmap.dims, part, geometry)));
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
  }
  return best;
}

/** The voxels of a structure in one slice, in parts that do not touch, not even by a corner. */
export function sliceParts(slice: Uint8Array, nx: number, label: number): number[][] {
  const ny = slice.length / nx;
  const seen = new Uint8Array(slice.length);
  const parts: number[][] = [];
  for (let start = slice.indexOf(label); start >= 0; start = slice.indexOf(label, start + 1)) {
    if (seen[start]) continue;
    const part = [start];
    seen[start] = 1;
    for (let next = 0; next < part.length; next++) {
      const [x, y] = [part[next] % nx, Math.floor(part[next] / nx)];
      for (let j = Math.max(0, y - 1); j <= Math.min(ny - 1, y + 1); j++) {
        for (let i = Math.max(0, x - 1); i <= Math.min(nx - 1, x + 1); i++) {
          const at = j * nx + i;
          if (seen[at] || slice[at] !== label) continue;
          seen[at] = 1;
          part.push(at);
        }
      }
    }
    parts.push(part);
  }
  return parts;
}

/** Points half-way between a voxel of a part and its neighbour outside, in mm of the slice. */
function edgePoints(slice: Uint8Array, dims: Triple, part: number[], geometry: SeriesGeometry): Point[] {
  const [nx, ny] = dims;
  const [dx, dy] = geometry.spacing;
  const label = slice[part[0]];
  const points: Point[] = [];
  for (const at of part) {
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
