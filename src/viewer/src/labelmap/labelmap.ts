import type { StructureCode } from '../contracts.ts';
import type { Triple } from '../geometry/vector.ts';
import { encodeRuns } from './runLengths.ts';

/** One undoable change: which voxels, what they were, what they became, in the order of writing. */
export interface Edit {
  label: string;
  /** The structure that was put on the list for this step. */
  made?: { label: number; code: StructureCode };
  voxels: Uint32Array;
  before: Uint8Array;
  after: Uint8Array;
}

/**
 * The master form of the reader's contour: one byte per voxel (0 nothing, n structure n), kept as one array per
 * slice. The arrays are those that the mask layer shows, so a write is seen at the next render.
 */
export class Labelmap {
  readonly sliceLength: number;
  private readonly counts = new Map<number, number>();
  private readonly sliceCounts: Uint32Array;
  /** Slices written since the last look of the mask layer. */
  readonly touched = new Set<number>();

  constructor(
    readonly dims: Triple,
    readonly slices: readonly Uint8Array[],
  ) {
    this.sliceLength = dims[0] * dims[1];
    if (slices.length !== dims[2] || slices.some((slice) => slice.length !== this.sliceLength)) {
      throw new Error('The slices do not have the size of the series.');
    }
    this.sliceCounts = new Uint32Array(dims[2]);
    this.recount();
  }

  get(i: number, j: number, k: number): number {
    return this.slices[k][j * this.dims[0] + i];
  }

  /** Voxels of one structure, or of all structures together. */
  count(label?: number): number {
    if (label !== undefined) return this.counts.get(label) ?? 0;
    let sum = 0;
    for (const count of this.counts.values()) sum += count;
    return sum;
  }

  /** The values that occur, ascending. */
  labels(): number[] {
    return [...this.counts]
      .filter(([, count]) => count > 0)
      .map(([label]) => label)
      .sort((a, b) => a - b);
  }

  /** Whether any structure has a voxel on this slice. */
  isPainted(k: number): boolean {
    return this.sliceCounts[k] > 0;
  }

  /** Takes over a whole labelmap, as loaded. Not undoable. */
  replace(slices: readonly Uint8Array[]): void {
    for (let k = 0; k < this.dims[2]; k++) {
      this.slices[k].set(slices[k]);
      this.touched.add(k);
    }
    this.recount();
  }

  /** Takes every structure off. Not undoable. */
  clear(): void {
    for (let k = 0; k < this.dims[2]; k++) {
      if (!this.isPainted(k)) continue;
      this.slices[k].fill(0);
      this.touched.add(k);
    }
    this.recount();
  }

  /** The form in which it travels and is kept. */
  toRuns(): Uint8Array<ArrayBuffer> {
    return encodeRuns(this.slices, (k) => this.isPainted(k));
  }

  write(voxel: number, value: number): void {
    const k = Math.floor(voxel / this.sliceLength);
    const slice = this.slices[k];
    const at = voxel - k * this.sliceLength;
    const old = slice[at];
    if (old === value) return;
    slice[at] = value;
    this.touched.add(k);
    if (old !== 0) this.counts.set(old, this.count(old) - 1);
    if (value !== 0) this.counts.set(value, this.count(value) + 1);
    if (old === 0) this.sliceCounts[k]++;
    if (value === 0) this.sliceCounts[k]--;
  }

  valueAt(voxel: number): number {
    const k = Math.floor(voxel / this.sliceLength);
    return this.slices[k][voxel - k * this.sliceLength];
  }

  private recount(): void {
    const counts = new Array<number>(256).fill(0);
    this.slices.forEach((slice, k) => {
      let painted = 0;
      if (isEmpty(slice)) {
        this.sliceCounts[k] = 0;
        return;
      }
      for (let at = 0; at < slice.length; at++) {
        if (slice[at] === 0) continue;
        counts[slice[at]]++;
        painted++;
      }
      this.sliceCounts[k] = painted;
    });
    this.counts.clear();
    counts.forEach((count, label) => {
      if (label > 0 && count > 0) this.counts.set(label, count);
    });
  }
}

/** Most slices are: looked at four voxels at a time. */
function isEmpty(slice: Uint8Array): boolean {
  const words = slice.byteOffset % 4 === 0 ? Math.floor(slice.length / 4) : 0;
  const inWords = new Uint32Array(slice.buffer, words > 0 ? slice.byteOffset : 0, words);
  for (let at = 0; at < words; at++) if (inWords[at] !== 0) return false;
  for (let at = words * 4; at < slice.length; at++) if (slice[at] !== 0) return false;
  return true;
}

/** Collects what one stroke changes while it is being drawn. */
export class EditRecorder {
  private voxels = new Uint32Array(1024);
  private before = new Uint8Array(1024);
  private after = new Uint8Array(1024);
  private length = 0;

  constructor(
    private readonly labelmap: Labelmap,
    private readonly label: string,
  ) {}

  set(voxel: number, value: number): void {
    const old = this.labelmap.valueAt(voxel);
    if (old === value) return;
    if (this.length === this.voxels.length) this.grow();
    this.voxels[this.length] = voxel;
    this.before[this.length] = old;
    this.after[this.length] = value;
    this.length++;
    this.labelmap.write(voxel, value);
  }

  finish(): Edit | null {
    if (this.length === 0) return null;
    return {
      label: this.label,
      voxels: this.voxels.slice(0, this.length),
      before: this.before.slice(0, this.length),
      after: this.after.slice(0, this.length),
    };
  }

  private grow(): void {
    const voxels = new Uint32Array(this.voxels.length * 2);
    const before = new Uint8Array(voxels.length);
    const after = new Uint8Array(voxels.length);
    voxels.set(this.voxels);
    before.set(this.before);
    after.set(this.after);
    [this.voxels, this.before, this.after] = [voxels, before, after];
  }
}
