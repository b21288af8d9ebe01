import type { SeriesGeometry } from '../geometry/seriesGeometry.ts';
import type { Triple } from '../geometry/vector.ts';
import { axialDiameters, type Diameters } from './diameters.ts';
import type { Labelmap } from './labelmap.ts';

/** What is known of one structure, from its voxels and their HU. HU values are null while slices still load. */
export interface StructureStatistics {
  voxelCount: number;
  volumeMl: number;
  sliceCount: number;
  centre: Triple | null;
  /** Size of the box around it along columns, rows and slices, mm. */
  extentMm: Triple | null;
  diameters: Diameters | null;
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
  diameters: null,
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
  const gathered = gather(labelmap, label, huOfSlice);
  const extent = gathered.high.map((high, axis) => (high - gathered.low[axis] + 1) * geometry.spacing[axis]);
  const hu = gathered.hu.length === count ? describe(gathered.hu) : null;
  return {
    voxelCount: count,
    volumeMl: count * geometry.voxelVolumeMl,
    sliceCount: gathered.sliceCount,
    centre: geometry.toPatient(gathered.sum.map((value) => value / count) as Triple),
    extentMm: extent as Triple,
    diameters: axialDiameters(labelmap, label, geometry),
    hu,
    histogram: hu ? histogramOf(gathered.hu) : null,
  };
}

function gather(labelmap: Labelmap, label: number, huOfSlice: HuOfSlice) {
  const found = {
    hu: [] as number[],
    sum: [0, 0, 0] as Triple,
    low: [Infinity, Infinity, Infinity] as Triple,
    high: [-Infinity, -Infinity, -Infinity] as Triple,
    sliceCount: 0,
  };
  const nx = labelmap.dims[0];
  for (let k = 0; k < labelmap.dims[2]; k++) {
    if (!labelmap.isPainted(k)) continue;
    const slice = labelmap.slices[k];
    const values = huOfSlice(k);
    let present = false;
    for (let at = 0; at < slice.length; at++) {
      if (slice[at] !== label) continue;
      const voxel: Triple = [at % nx, Math.floor(at / nx), k];
      voxel.forEach((value, axis) => {
        found.sum[axis] += value;
        if (value < found.low[axis]) found.low[axis] = value;
        if (value > found.high[axis]) found.high[axis] = value;
      });
      if (values) found.hu.push(values[at]);
      present = true;
    }
    if (present) found.sliceCount++;
  }
  return found;
}

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
