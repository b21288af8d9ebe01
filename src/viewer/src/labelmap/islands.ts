import type { Triple } from '../geometry/vector.ts';
import type { Labelmap } from './labelmap.ts';

export interface Island {
  voxels: number;
  first: Triple;
}

/** Parts of a structure that do not touch, not even by a corner (26 neighbours), largest first. */
export function islands(labelmap: Labelmap, label: number): Island[] {
  const [nx, ny, nz] = labelmap.dims;
  const seen = labelmap.slices.map((slice, k) =>
    labelmap.isPainted(k) ? new Uint8Array(slice.length) : null,
  );
  const found: Island[] = [];
  const flood = (start: Triple): number => {
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
    return queue.length;
  };
  labelmap.slices.forEach((slice, k) => {
    if (!labelmap.isPainted(k)) return;
    for (let at = slice.indexOf(label); at >= 0; at = slice.indexOf(label, at + 1)) {
      if (seen[k]![at]) continue;
      const first: Triple = [at % nx, Math.floor(at / nx), k];
      found.push({ first, voxels: flood(first) });
    }
  });
  return found.sort((a, b) => b.voxels - a.voxels);
}
