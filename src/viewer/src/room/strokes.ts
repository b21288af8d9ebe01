import type { View } from '../engine/view.ts';
import { PointerInput } from './pointerInput.ts';
import type { Room } from './room.ts';

/** What the mouse does in a view with the tool in hand. */
export class Strokes {
  /** The view that is drawn in, and whether Shift was held at the begin. */
  view: View | null = null;
  shift = false;
  isPanning = false;

  constructor(private readonly room: Room) {}

  listen(surface: HTMLElement, view: View): void {
    new PointerInput(surface, view, {
      start: (on, at, shift) => this.start(on, at, shift),
      drag: (on, at, by) => this.drag(on, at, by),
      end: (on) => this.end(on),
      hover: (on, at) => this.hover(on, at),
      scroll: (on, slices) =>
        !this.room.session?.painter.isStroking && void this.room.viewing.scroll(on, slices),
      resize: (up) => this.room.resizeBrush(up),
      maximise: (on) => !this.room.inHand().paints && this.room.maximise(on),
      isPanning: () => this.isPanning,
    });
  }

  /** Ends the stroke in hand where it is: it can be undone like any other. */
  breakOff(): void {
    if (this.view) this.end(this.view);
  }

  private start(view: View, at: [number, number], shift: boolean): void {
    const { room } = this;
    const { hand, session, viewing, measurements } = room;
    room.notice.acted();
    const point = view.toWorld(at[0], at[1]);
    if (hand.tool === 'crosshair') void viewing.goTo(point);
    if (hand.tool === 'length' || hand.tool === 'ellipse') measurements.begin(hand.tool, view, point);
    if (!room.inHand().paints || !session || room.readOnly) return;
    if (viewing.slabMm > 0) {
      room.notice.say('A slab shows several slices at once, so nothing is drawn in it. U switches it off.');
      return;
    }
    if (session.painter.locked.has(session.painter.activeLabel)) {
      room.notice.say('The active structure is locked. Unlock it to change it.');
      return;
    }
    const looksAtHu = hand.huLock || hand.tool === 'threshold' || hand.tool === 'grow';
    if (looksAtHu && room.loading.holdsUp('Drawing by HU')) return;
    if (hand.tool === 'fill') room.commands?.fill(view, point, shift);
    if (hand.tool === 'grow') void room.commands?.grow(point);
    if (hand.tool === 'fill' || hand.tool === 'grow') return;
    this.shift = shift;
    this.view = view;
    session.painter.begin(hand, point, view.directions().normal, shift);
    room.refresh();
  }

  private drag(view: View, at: [number, number], by: [number, number]): void {
    const { hand, session, viewing, measurements } = this.room;
    if (hand.tool === 'window') viewing.dragWindow(by);
    if (hand.tool === 'crosshair') void viewing.goTo(view.toWorld(at[0], at[1]));
    measurements.move(view.toWorld(at[0], at[1]));
    if (!session?.painter.isStroking) return;
    session.painter.move(hand, view.toWorld(at[0], at[1]), view.directions().normal);
    this.room.refresh();
  }

  private end(view: View): void {
    const { normal, right } = view.directions();
    const { session, measurements, hand } = this.room;
    if (measurements.isMeasuring) measurements.end();
    session?.painter.end(hand, normal, right);
    this.view = null;
    this.shift = false;
    this.room.refresh();
  }

  private hover(view: View, at: [number, number] | null): void {
    this.room.viewing.pointer = at ? { view, at } : null;
    this.room.refresh();
  }
}
