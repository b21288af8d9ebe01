import type { SeriesGeometry } from '../geometry/seriesGeometry.ts';
import type { Triple } from '../geometry/vector.ts';
import type { Labelmap } from './labelmap.ts';

/** What is known of one structure, from its voxels and their HU. HU values are null while slices still load. */
export interface StructureStatistics {
  voxelCount: number;
  volumeMl: number;
  sliceCount: number;
  centre: Triple | null;
  /** Size of the box around it along columns, rows and slices, mm. */
  extentMm: Triple | null;
  longestAxialMm: number;
  hu: { mean: number; deviation: number; minimum: number; median: number; maximum: number } | null;
  histogram: HuHistogram | null;
}

export interface HuHistogram {
  from: number;
  width: number;
  counts: number[];
}

export type HuOfSlice = (k: number) => ArrayLike<number> | null;

const emptyStatistics: StructureStatistics = {
  voxelCount: 0,
  volumeMl: 0,
  sliceCount: 0,
  centre: null,
  extentMm: null,
  longestAxialMm: 0,
  hu: null,
  histogram: null,
};

export function structureStatistics(
  labelmap: Labelmap,
  label: number,
  geometry: SeriesGeometry,
  huOfSlice: HuOfSlice,
): StructureStatistics {
  const count = labelmap.count(label);
  if (count === 0) return emptyStatistics;
  const gathered = gather(labelmap, label, geometry, huOfSlice);
  const extent = gathered.high.map((high, axis) => (high - gathered.low[axis] + 1) * geometry.spacing[axis]);
  const hu = gathered.hu.length === count ? describe(gathered.hu) : null;
  return {
    voxelCount: count,
    volumeMl: count * geometry.voxelVolumeMl,
    sliceCount: gathered.sliceCount,
    centre: geometry.toPatient(gathered.sum.map((value) => value / count) as Triple),
    extentMm: extent as Triple,
    longestAxialMm: gathered.longestAxialMm,
    hu,
    histogram: hu ? histogramOf(gathered.hu) : null,
  };
}

function gather(labelmap: Labelmap, label: number, geometry: SeriesGeometry, huOfSlice: HuOfSlice) {
  const found = {
    hu: [] as number[],
    sum: [0, 0, 0] as Triple,
    low: [Infinity, Infinity, Infinity] as Triple,
    high: [-Infinity, -Infinity, -Infinity] as Triple,
    sliceCount: 0,
    longestAxialMm: 0,
  };
  const nx = labelmap.dims[0];
  for (let k = 0; k < labelmap.dims[2]; k++) {
    if (!labelmap.isPainted(k)) continue;
    const slice = labelmap.slices[k];
    const values = huOfSlice(k);
    const ends: [number, number][] = [];
    for (let at = 0; at < slice.length; at++) {
      if (slice[at] !== label) continue;
      const voxel: Triple = [at % nx, Math.floor(at / nx), k];
      voxel.forEach((value, axis) => {
        found.sum[axis] += value;
        if (value < found.low[axis]) found.low[axis] = value;
        if (value > found.high[axis]) found.high[axis] = value;
      });
      if (values) found.hu.push(values[at]);
      // Only the ends of a run can be ends of the longest diameter.
      if (slice[at - 1] !== label || slice[at + 1] !== label) ends.push([voxel[0], voxel[1]]);
    }
    if (ends.length > 0) found.sliceCount++;
    found.longestAxialMm = Math.max(found.longestAxialMm, longestDistance(ends, geometry));
  }
  return found;
}

/** Largest distance between two voxel centres of one slice, mm. */
function longestDistance(points: [number, number][], geometry: SeriesGeometry): number {
  const hull = convexHull(points);
  let longest = 0;
  for (let a = 0; a < hull.length; a++) {
    for (let b = a + 1; b < hull.length; b++) {
      const dx = (hull[a][0] - hull[b][0]) * geometry.spacing[0];
      const dy = (hull[a][1] - hull[b][1]) * geometry.spacing[1];
      longest = Math.max(longest, Math.hypot(dx, dy));
    }
  }
  return longest;
}

function convexHull(points: [number, number][]): [number, number][] {
  if (points.length < 3) return points;
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (order: [number, number][]) => {
    const chain: [number, number][] = [];
    for (const p of order) {
      while (chain.length > 1 && turn(chain[chain.length - 2], chain[chain.length - 1], p) <= 0) chain.pop();
      chain.push(p);
    }
    return chain;
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

const turn = (o: [number, number], a: [number, number], b: [number, number]): number =>
  (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);

function describe(hu: number[]) {
  const sorted = Float64Array.from(hu).sort();
  const n = sorted.length;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n;
  const variance = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
  const median = n % 2 ? sorted[(n - 1) / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
  return { mean, deviation: Math.sqrt(variance), minimum: sorted[0], median, maximum: sorted[n - 1] };
}

function histogramOf(hu: number[], bars = 48): HuHistogram {
  let low = Infinity;
  let high = -Infinity;
  for (const value of hu) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const width = Math.max(1, (high - low + 1) / bars);
  const counts = new Array<number>(bars).fill(0);
  for (const value of hu) counts[Math.min(bars - 1, Math.floor((value - low) / width))]++;
  return { from: low, width, counts };
}
