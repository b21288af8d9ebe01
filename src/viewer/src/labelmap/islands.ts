import type { Triple } from '../geometry/vector.ts';
import type { Labelmap } from './labelmap.ts';

export interface Island {
  voxels: number;
  first: Triple;
}

/** Parts of a structure that do not touch, not even by a corner (26 neighbours), largest first. */
export function islands(labelmap: Labelmap, label: number): Island[] {
  return partsOf(labelmap, label).map((part) => ({ first: part[0], voxels: part.length }));
}

/** The voxel in the middle of the slice on which the largest part is widest; null when there is no part. */
export function middleOfLargest(labelmap: Labelmap, label: number): Triple | null {
  const [largest] = partsOf(labelmap, label);
  if (!largest) return null;
  const slices = new Map<number, Triple[]>();
  for (const voxel of largest) {
    const slice = slices.get(voxel[2]);
    if (slice) slice.push(voxel);
    else slices.set(voxel[2], [voxel]);
  }
  const widest = [...slices.values()].reduce((most, slice) => (slice.length > most.length ? slice : most));
  const mean = (axis: 0 | 1) => widest.reduce((sum, voxel) => sum + voxel[axis], 0) / widest.length;
  const [x, y] = [mean(0), mean(1)];
  const away = (voxel: Triple) => (voxel[0] - x) ** 2 + (voxel[1] - y) ** 2;
  return widest.reduce((best, voxel) => (away(voxel) < away(best) ? voxel : best));
}

/** The voxels of each part, the first found first; the largest part first. */
function partsOf(labelmap: Labelmap, label: number): Triple[][] {
  const [nx, ny, nz] = labelmap.dims;
  const seen = labelmap.slices.map((slice, k) =>
    labelmap.isPainted(k) ? new Uint8Array(slice.length) : null,
  );
  const found: Triple[][] = [];
  const flood = (start: Triple): Triple[] => {
    const queue: Triple[] = [start];
    seen[start[2]]![start[1] * nx + start[0]] = 1;
    for (let next = 0; next < queue.length; next++) {
      const [x, y, z] = queue[next];
      for (let k = Math.max(0, z - 1); k <= Math.min(nz - 1, z + 1); k++) {
        const marks = seen[k];
        if (!marks) continue;
        for (let j = Math.max(0, y - 1); j <= Math.min(ny - 1, y + 1); j++) {
          for (let i = Math.max(0, x - 1); i <= Math.min(nx - 1, x + 1); i++) {
            const at = j * nx + i;
            if (marks[at] || labelmap.slices[k][at] !== label) continue;
            marks[at] = 1;
            queue.push([i, j, k]);
          }
        }
      }
    }
    return queue;
  };
  labelmap.slices.forEach((slice, k) => {
    if (!labelmap.isPainted(k)) return;
    for (let at = slice.indexOf(label); at >= 0; at = slice.indexOf(label, at + 1)) {
      if (seen[k]![at]) continue;
      found.push(flood([at % nx, Math.floor(at / nx), k]));
    }
  });
  return found.sort((a, b) => b.length - a.length);
}
