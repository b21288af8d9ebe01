import type { Series } from '../engine/series.ts';
import type { Triple } from '../geometry/vector.ts';
import { visitBrush } from '../labelmap/brush.ts';
import { History } from '../labelmap/history.ts';
import { type Edit, EditRecorder, type Labelmap } from '../labelmap/labelmap.ts';
import { circleOutline, visitOutline } from '../labelmap/outline.ts';
import type { Hand } from './tools.ts';

/** Turns strokes in patient millimetres into undoable changes of the labelmap. */
export class Painter {
  readonly history: History;
  private recorder: EditRecorder | null = null;
  private path: Triple[] = [];
  private erases = false;

  /** The structure that is painted, and those that no tool may change. */
  activeLabel = 1;
  readonly locked = new Set<number>();

  constructor(
    private readonly series: Series,
    readonly labelmap: Labelmap,
    private readonly changed: (edit: Edit) => void,
  ) {
    this.history = new History(labelmap);
  }

  get isStroking(): boolean {
    return this.recorder !== null;
  }

  /** Points of the outline that is being drawn. */
  get outline(): readonly Triple[] {
    return this.path;
  }

  begin(hand: Hand, point: Triple, normal: Triple, shift: boolean): boolean {
    if (this.locked.has(this.activeLabel)) return false;
    this.recorder = new EditRecorder(this.labelmap, hand.tool);
    this.erases = (hand.tool === 'eraser') !== (hand.swapped !== shift);
    this.path = [point];
    this.move(hand, point, normal);
    return true;
  }

  move(hand: Hand, point: Triple, normal: Triple): void {
    if (!this.recorder) return;
    const last = this.path[this.path.length - 1];
    if (hand.tool === 'freehand') {
      this.path.push(point);
    } else if (hand.tool === 'circle' || hand.tool === 'rectangle') {
      this.path = [this.path[0], point];
    } else {
      const ball = hand.tool === 'sphere' || (hand.ball && hand.tool !== 'brush');
      const piece = {
        from: last,
        to: point,
        radiusMm: hand.radiusMm,
        normal,
        shape: ball ? 'sphere' : 'disk',
      };
      visitBrush(this.series.geometry, piece as Parameters<typeof visitBrush>[1], this.writer(hand));
      this.path = [point];
    }
  }

  /** Ends the stroke; `right` is the direction to the right of the view, for rectangles. */
  end(hand: Hand, normal: Triple, right: Triple): void {
    if (!this.recorder) return;
    const outline = this.outlineOf(hand, normal, right);
    if (outline) visitOutline(this.series.geometry, outline, normal, this.writer(hand));
    const edit = this.recorder.finish();
    this.recorder = null;
    this.path = [];
    if (!edit) return;
    this.history.push(edit);
    this.changed(edit);
  }

  undo(): void {
    if (this.isStroking) return;
    const edit = this.history.undo();
    if (edit) this.changed(edit);
  }

  redo(): void {
    if (this.isStroking) return;
    const edit = this.history.redo();
    if (edit) this.changed(edit);
  }

  private outlineOf(hand: Hand, normal: Triple, right: Triple): readonly Triple[] | null {
    if (hand.tool === 'freehand') return this.path;
    if (this.path.length < 2) return null;
    if (hand.tool === 'circle') return circleOutline(this.path[0], this.path[1], normal);
    return hand.tool === 'rectangle' ? rectangleOutline(this.path[0], this.path[1], right) : null;
  }

  private writer(hand: Hand): (voxel: number) => void {
    const { labelmap, series, activeLabel, locked, erases } = this;
    const recorder = this.recorder!;
    const limited = hand.huLock || hand.tool === 'threshold';
    let loadedSlice = -1;
    let hu: ArrayLike<number> | null = null;
    return (voxel) => {
      const old = labelmap.valueAt(voxel);
      if (erases ? old !== activeLabel : old === activeLabel || locked.has(old)) return;
      if (limited) {
        const k = Math.floor(voxel / labelmap.sliceLength);
        if (k !== loadedSlice) {
          hu = series.hu(k);
          loadedSlice = k;
        }
        const value = hu?.[voxel - k * labelmap.sliceLength];
        if (value === undefined || value < hand.range.low || value > hand.range.high) return;
      }
      recorder.set(voxel, erases ? 0 : activeLabel);
    };
  }
}

/** Corners of the rectangle on screen that two opposite corners span. */
export function rectangleOutline(from: Triple, to: Triple, right: Triple): Triple[] {
  const along = right.reduce((sum, part, axis) => sum + part * (to[axis] - from[axis]), 0);
  const side = right.map((part) => part * along) as Triple;
  const corner = from.map((value, axis) => value + side[axis]) as Triple;
  const opposite = to.map((value, axis) => value - side[axis]) as Triple;
  return [from, corner, to, opposite];
}
