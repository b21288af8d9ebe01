import type { Triple } from '../geometry/vector.ts';
import { isProvisional, provisionalBit, structureOf } from './labels.ts';
import type { Labelmap } from './labelmap.ts';

/** Writes one voxel as part of the step that is being made. */
export type Write = (voxel: number, value: number) => void;

/** How a computed mask becomes part of a structure. */
export type MaskUse = 'replace' | 'add' | 'around' | 'provisional';

/**
 * Takes a mask (a byte per voxel, 0 outside) into a structure. `around` and `provisional` only fill what is empty, so
 * that they take nothing from another structure.
 */
export function takeMask(
  labelmap: Labelmap,
  mask: readonly Uint8Array[],
  label: number,
  use: MaskUse,
  write: Write,
): void {
  const unconfirmed = label | provisionalBit;
  for (let k = 0; k < labelmap.dims[2]; k++) {
    const slice = labelmap.slices[k];
    const start = k * labelmap.sliceLength;
    for (let at = 0; at < slice.length; at++) {
      const inside = mask[k][at] !== 0;
      const old = slice[at];
      if (use === 'provisional') {
        if (inside && old === 0) write(start + at, unconfirmed);
        else if (!inside && old === unconfirmed) write(start + at, 0);
      } else if (inside) {
        if (old !== label && (use !== 'around' || old === 0)) write(start + at, label);
      } else if (use !== 'add' && structureOf(old) === label) {
        write(start + at, 0);
      }
    }
  }
}

/** Confirms or drops what was interpolated, on one slice or (without k) on all. */
export function settleProvisional(
  labelmap: Labelmap,
  label: number,
  keep: boolean,
  write: Write,
  k?: number,
): void {
  const unconfirmed = label | provisionalBit;
  eachPaintedSlice(labelmap, k, (slice, start) => {
    for (let at = 0; at < slice.length; at++) {
      if (slice[at] === unconfirmed) write(start + at, keep ? label : 0);
    }
  });
}

/** Slices that hold provisional voxels of a structure. */
export function provisionalSlices(labelmap: Labelmap, label: number): number[] {
  const unconfirmed = label | provisionalBit;
  if (labelmap.count(unconfirmed) === 0) return [];
  return labelmap.slices.flatMap((slice, k) =>
    labelmap.isPainted(k) && slice.includes(unconfirmed) ? [k] : [],
  );
}

/** Makes a structure on slice `to` what it is on slice `from`. */
export function copySlice(labelmap: Labelmap, label: number, from: number, to: number, write: Write): void {
  const source = labelmap.slices[from];
  const target = labelmap.slices[to];
  for (let at = 0; at < source.length; at++) {
    const inside = source[at] === label;
    if (inside && target[at] !== label) write(to * labelmap.sliceLength + at, label);
    if (!inside && structureOf(target[at]) === label) write(to * labelmap.sliceLength + at, 0);
  }
}

/** Takes a structure off one slice. */
export function clearSlice(labelmap: Labelmap, label: number, k: number, write: Write): void {
  eachPaintedSlice(labelmap, k, (slice, start) => {
    for (let at = 0; at < slice.length; at++) if (structureOf(slice[at]) === label) write(start + at, 0);
  });
}

export type SetOperation = 'union' | 'intersect' | 'subtract';

/**
 * Combines a structure with other voxels: those of `other` of which the value is `inside`. What the union takes from
 * another structure leaves that one, since a voxel belongs to one structure only.
 */
export function combine(
  labelmap: Labelmap,
  label: number,
  other: { slices: readonly Uint8Array[]; inside: (value: number) => boolean },
  operation: SetOperation,
  write: Write,
): void {
  for (let k = 0; k < labelmap.dims[2]; k++) {
    if (operation !== 'union' && !labelmap.isPainted(k)) continue;
    const mine = labelmap.slices[k];
    const theirs = other.slices[k];
    const start = k * labelmap.sliceLength;
    for (let at = 0; at < mine.length; at++) {
      const isMine = structureOf(mine[at]) === label;
      if (operation === 'union') {
        if (!isMine && other.inside(theirs[at])) write(start + at, label);
      } else if (isMine && other.inside(theirs[at]) === (operation === 'subtract')) {
        write(start + at, 0);
      }
    }
  }
}

/**
 * Voxels connected to a start within the plane across an axis that belong to the same structure (or to none), by
 * their four neighbours. `open` when the region reaches the edge of the plane: then nothing encloses it.
 */
export function planeRegion(
  labelmap: Labelmap,
  start: Triple,
  axis: 0 | 1 | 2,
): { voxels: number[]; open: boolean } {
  const { dims } = labelmap;
  const strides: Triple = [1, dims[0], dims[0] * dims[1]];
  const [u, v] = [0, 1, 2].filter((candidate) => candidate !== axis);
  const [width, height] = [dims[u], dims[v]];
  const base = start[axis] * strides[axis];
  const voxelOf = (place: number) =>
    base + (place % width) * strides[u] + Math.floor(place / width) * strides[v];
  const wanted = structureOf(labelmap.get(...start));
  const seen = new Uint8Array(width * height);
  const queue: number[] = [start[v] * width + start[u]];
  seen[queue[0]] = 1;
  const visit = (place: number) => {
    if (seen[place] || structureOf(labelmap.valueAt(voxelOf(place))) !== wanted) return;
    seen[place] = 1;
    queue.push(place);
  };
  let open = false;
  for (let next = 0; next < queue.length; next++) {
    const place = queue[next];
    const [a, b] = [place % width, Math.floor(place / width)];
    open ||= a === 0 || b === 0 || a === width - 1 || b === height - 1;
    if (a > 0) visit(place - 1);
    if (a < width - 1) visit(place + 1);
    if (b > 0) visit(place - width);
    if (b < height - 1) visit(place + width);
  }
  return { voxels: queue.map(voxelOf), open };
}

function eachPaintedSlice(
  labelmap: Labelmap,
  only: number | undefined,
  visit: (slice: Uint8Array, start: number) => void,
): void {
  for (let k = only ?? 0; k <= (only ?? labelmap.dims[2] - 1); k++) {
    if (labelmap.isPainted(k)) visit(labelmap.slices[k], k * labelmap.sliceLength);
  }
}

/** Whether any voxel waits for confirmation. */
export function hasProvisional(labelmap: Labelmap): boolean {
  return labelmap.labels().some(isProvisional);
}
