import type { View } from '../engine/view.ts';

/** What the pointer and wheel ask for in a view; positions are in pixels of the view. */
export interface PointerActions {
  /** The left button with the tool in hand. */
  start(view: View, at: [number, number], shift: boolean): void;
  drag(view: View, at: [number, number], by: [number, number]): void;
  end(view: View): void;
  hover(view: View, at: [number, number] | null): void;
  scroll(view: View, slices: number): void;
  resize(up: boolean): void;
  maximise(view: View): void;
  /** Whether Space is held, so that the left button pans. */
  isPanning(): boolean;
}

/** Reads mouse, pen and wheel of one pane: left = tool, middle or Space = pan, right = zoom, wheel = slices. */
export class PointerInput {
  private mode: 'tool' | 'pan' | 'zoom' | null = null;
  private last: [number, number] = [0, 0];
  private wheelRest = 0;

  constructor(
    private readonly surface: HTMLElement,
    private readonly view: View,
    private readonly actions: PointerActions,
  ) {
    surface.addEventListener('pointerdown', (event) => this.down(event));
    surface.addEventListener('pointermove', (event) => this.move(event));
    surface.addEventListener('pointerup', (event) => this.up(event));
    surface.addEventListener('pointercancel', (event) => this.up(event));
    surface.addEventListener('pointerleave', () => this.mode ?? actions.hover(view, null));
    surface.addEventListener('contextmenu', (event) => event.preventDefault());
    surface.addEventListener('dblclick', () => actions.maximise(view));
    surface.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
  }

  private at(event: MouseEvent): [number, number] {
    const box = this.surface.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  private down(event: PointerEvent): void {
    if (this.mode !== null || event.button > 2) return;
    event.preventDefault();
    // A field that was typed into would go on taking the keys that are meant for the image.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    this.surface.setPointerCapture(event.pointerId);
    this.last = this.at(event);
    const pans = event.button === 1 || (event.button === 0 && this.actions.isPanning());
    this.mode = pans ? 'pan' : event.button === 2 ? 'zoom' : 'tool';
    if (this.mode === 'tool') this.actions.start(this.view, this.last, event.shiftKey);
  }

  private move(event: PointerEvent): void {
    // Between two frames a fast stroke passes several places; all of them belong to it.
    const passed = this.mode === 'tool' ? event.getCoalescedEvents?.() : [];
    for (const step of passed?.length ? passed : [event]) this.step(this.at(step));
    this.actions.hover(this.view, this.at(event));
  }

  private step(at: [number, number]): void {
    const by: [number, number] = [at[0] - this.last[0], at[1] - this.last[1]];
    if (by[0] === 0 && by[1] === 0) return;
    if (this.mode === 'tool') this.actions.drag(this.view, at, by);
    if (this.mode === 'pan') this.view.pan(by[0], by[1]);
    if (this.mode === 'zoom') this.view.zoom(1.01 ** -by[1]);
    this.last = at;
  }

  private up(event: PointerEvent): void {
    if (this.mode === null) return;
    const wasTool = this.mode === 'tool';
    this.mode = null;
    this.surface.releasePointerCapture?.(event.pointerId);
    if (wasTool) this.actions.end(this.view);
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) {
      this.actions.resize(event.deltaY < 0);
      return;
    }
    // A touchpad sends many small steps, a wheel one large one.
    this.wheelRest += event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 40 : event.deltaY;
    const size = Math.abs(event.deltaY) >= 50 || event.deltaMode !== 0 ? Math.abs(this.wheelRest) : 30;
    const slices =
      Math.abs(event.deltaY) >= 50 ? Math.sign(this.wheelRest) : Math.trunc(this.wheelRest / size);
    if (slices === 0) return;
    this.wheelRest = 0;
    this.actions.scroll(this.view, slices);
  }
}
