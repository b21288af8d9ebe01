import type { SeriesGeometry } from '../geometry/seriesGeometry.ts';
import { length, subtract, type Triple } from '../geometry/vector.ts';
import { type BrushPiece, visitBrush } from '../labelmap/brush.ts';
import { History } from '../labelmap/history.ts';
import { structureOf } from '../labelmap/labels.ts';
import type { Write } from '../labelmap/steps.ts';
import { type Edit, EditRecorder, type Labelmap } from '../labelmap/labelmap.ts';
import { circleOutline, visitOutline } from '../labelmap/outline.ts';
import { type Hand, isDragged } from './tools.ts';

/** What the painter needs of a series: its grid, and the HU of a slice (null while it is not there yet). */
export interface PaintedSeries {
  geometry: SeriesGeometry;
  hu(k: number): ArrayLike<number> | null;
}

/** Turns strokes in patient millimetres into undoable changes of the labelmap. */
export class Painter {
  readonly history: History;
  private recorder: EditRecorder | null = null;
  private path: Triple[] = [];
  private erases = false;

  /** The structure that is painted, and those that no tool may change. */
  activeLabel = 1;
  readonly locked = new Set<number>();
  /** Told of the voxels that a step took from other structures: how many of which label. */
  took: (voxels: ReadonlyMap<number, number>) => void = () => undefined;
  /** Voxels that the last step left to locked structures. */
  withheld = 0;

  constructor(
    private readonly series: PaintedSeries,
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
    } else if (isDragged(hand.tool)) {
      this.path = [this.path[0], point];
    } else {
      const ball = hand.tool === 'sphere' || (hand.ball && hand.tool !== 'brush');
      this.brush(
        { from: last, to: point, radiusMm: hand.radiusMm, normal, shape: ball ? 'sphere' : 'disk' },
        hand,
      );
      this.path = [point];
    }
  }

  /** Ends the stroke; `right` is the direction to the right of the view, for rectangles. */
  end(hand: Hand, normal: Triple, right: Triple): void {
    if (!this.recorder) return;
    if (hand.tool === 'ball' && this.path.length > 1) {
      const [from, edge] = this.path;
      const radiusMm = length(subtract(edge, from));
      this.brush({ from, to: from, radiusMm, normal, shape: 'sphere' }, hand);
    }
    const outline = this.outlineOf(hand, normal, right);
    if (outline) visitOutline(this.series.geometry, outline, normal, this.writer(hand));
    const { recorder } = this;
    this.recorder = null;
    this.path = [];
    this.keep(recorder.finish());
  }

  /**
   * Makes one undoable step of many voxels. What it paints keeps out of locked structures and, while the HU lock is
   * on, within the HU range. False if the structure is locked or nothing changed.
   */
  step(name: string, label: number, hand: Hand, act: (write: Write) => void): boolean {
    if (this.isStroking || this.locked.has(label)) return false;
    const recorder = new EditRecorder(this.labelmap, name);
    const allowed = this.rangeTest(hand, hand.huLock);
    this.withheld = 0;
    act((voxel, value) => {
      const old = structureOf(this.labelmap.valueAt(voxel));
      const taken = value !== 0 && old !== structureOf(value);
      if (this.locked.has(old)) this.withheld++;
      if (this.locked.has(old) || (taken && !allowed(voxel))) return;
      recorder.set(voxel, value);
    });
    return this.keep(recorder.finish());
  }

  undo(): Edit | null {
    if (this.isStroking) return null;
    const edit = this.history.undo();
    if (edit) this.changed(edit);
    return edit;
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

  private keep(edit: Edit | null): boolean {
    if (!edit) return false;
    this.history.push(edit);
    this.changed(edit);
    const taken = takenFrom(edit);
    if (taken.size > 0) this.took(taken);
    return true;
  }

  private brush(piece: BrushPiece, hand: Hand): void {
    visitBrush(this.series.geometry, piece, this.writer(hand));
  }

  private writer(hand: Hand): (voxel: number) => void {
    const { labelmap, activeLabel, locked, erases } = this;
    const recorder = this.recorder!;
    const allowed = this.rangeTest(hand, hand.huLock || hand.tool === 'threshold');
    return (voxel) => {
      const old = labelmap.valueAt(voxel);
      const structure = structureOf(old);
      if (erases ? structure !== activeLabel : old === activeLabel || locked.has(structure)) return;
      if (allowed(voxel)) recorder.set(voxel, erases ? 0 : activeLabel);
    };
  }

  /** Whether a voxel's HU is known and within the range in hand; always true when the range does not count. */
  private rangeTest(hand: Hand, counts: boolean): (voxel: number) => boolean {
    if (!counts) return () => true;
    const { labelmap, series } = this;
    let loadedSlice = -1;
    let hu: ArrayLike<number> | null = null;
    return (voxel) => {
      const k = Math.floor(voxel / labelmap.sliceLength);
      if (k !== loadedSlice) {
        hu = series.hu(k);
        loadedSlice = k;
      }
      const value = hu?.[voxel - k * labelmap.sliceLength];
      return value !== undefined && value >= hand.range.low && value <= hand.range.high;
    };
  }
}

/** How many voxels of which structure became another's. */
function takenFrom({ voxels, before, after }: Edit): Map<number, number> {
  const taken = new Map<number, number>();
  for (let n = 0; n < voxels.length; n++) {
    const [from, to] = [structureOf(before[n]), structureOf(after[n])];
    if (from !== 0 && to !== 0 && from !== to) taken.set(from, (taken.get(from) ?? 0) + 1);
  }
  return taken;
}

/** Corners of the rectangle on screen that two opposite corners span. */
export function rectangleOutline(from: Triple, to: Triple, right: Triple): Triple[] {
  const along = right.reduce((sum, part, axis) => sum + part * (to[axis] - from[axis]), 0);
  const side = right.map((part) => part * along) as Triple;
  const corner = from.map((value, axis) => value + side[axis]) as Triple;
  const opposite = to.map((value, axis) => value - side[axis]) as Triple;
  return [from, corner, to, opposite];
}
