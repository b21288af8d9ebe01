import type { Edit, Labelmap } from './labelmap.ts';
import { provisionalBit, structureOf } from './labels.ts';

/** Voxels that all kept steps together may hold (6 bytes each); the newest steps are always kept. */
const voxelBudget = 40_000_000;
const alwaysKept = 100;

/** The steps that can be undone and redone, each restoring every voxel to exactly what it was. */
export class History {
  private readonly done: Edit[] = [];
  private readonly undone: Edit[] = [];
  private voxels = 0;

  constructor(private readonly labelmap: Labelmap) {}

  /** Steps that can be undone. */
  get length(): number {
    return this.done.length;
  }

  get canUndo(): boolean {
    return this.done.length > 0;
  }

  get canRedo(): boolean {
    return this.undone.length > 0;
  }

  /** The step that undo takes back. */
  get last(): Edit | undefined {
    return this.done.at(-1);
  }

  /** The step that redo brings back. */
  get next(): Edit | undefined {
    return this.undone.at(-1);
  }

  /** A structure comes back under another label, so the undone steps write that one. */
  relabel(from: number, to: number): void {
    const renamed = (value: number) => (structureOf(value) === from ? (value & provisionalBit) | to : value);
    for (const edit of this.undone) {
      edit.before = edit.before.map(renamed);
      edit.after = edit.after.map(renamed);
      if (edit.made?.label === from) edit.made.label = to;
    }
  }

  push(edit: Edit): void {
    this.done.push(edit);
    this.undone.length = 0;
    this.voxels = this.done.reduce((sum, step) => sum + step.voxels.length, 0);
    while (this.voxels > voxelBudget && this.done.length > alwaysKept) {
      this.voxels -= this.done.shift()!.voxels.length;
    }
  }

  undo(): Edit | null {
    const edit = this.done.pop();
    if (!edit) return null;
    // Backwards, since one stroke may have written the same voxel more than once.
    for (let n = edit.voxels.length - 1; n >= 0; n--) this.labelmap.write(edit.voxels[n], edit.before[n]);
    this.undone.push(edit);
    return edit;
  }

  redo(): Edit | null {
    const edit = this.undone.pop();
    if (!edit) return null;
    for (let n = 0; n < edit.voxels.length; n++) this.labelmap.write(edit.voxels[n], edit.after[n]);
    this.done.push(edit);
    return edit;
  }

  clear(): void {
    this.done.length = 0;
    this.undone.length = 0;
  }
}
