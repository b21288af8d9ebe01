import type { Labelmap } from './labelmap.ts';

/** FNV-1a over place and value of every painted voxel: equal exactly when two labelmaps are (32 bits). */
export function voxelHash(labelmap: Labelmap): string {
  let hash = 0x811c9dc5;
  const mix = (part: number) => {
    for (let shift = 0; shift < 32; shift += 8) {
      hash = Math.imul(hash ^ ((part >>> shift) & 255), 0x01000193);
    }
  };
  labelmap.slices.forEach((slice, k) => {
    if (!labelmap.isPainted(k)) return;
    for (let at = 0; at < slice.length; at++) {
      if (slice[at] === 0) continue;
      mix(k);
      mix(at);
      mix(slice[at]);
    }
  });
  return (hash >>> 0).toString(16).padStart(8, '0');
}
