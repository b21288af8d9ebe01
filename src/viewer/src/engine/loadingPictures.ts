import type { Series } from './series.ts';
import type { Views } from './views.ts';

/** Marks on the browser's own timeline: the first time that a slice, and that all of them, were drawn. */
export const openingMarks = { firstImage: 'radl-first-image', wholeVolume: 'radl-whole-volume' };

/** Drawing three views costs more than reading a slice, so it must not happen with every slice that comes. */
const pauseMs = 800;

/** Draws the views while slices come: the slice that is looked at as soon as it is there, the others now and then. */
export class LoadingPictures {
  /** Resolves when the slice that is looked at was drawn. */
  readonly firstImage: Promise<void>;
  private timer = 0;
  private seen = () => {};
  private readonly marked = new Set<string>();

  constructor(
    private readonly series: Series,
    private readonly views: Views,
    /** The slice that the axial view shows. */
    private readonly shown: () => number,
  ) {
    this.firstImage = new Promise((resolve) => {
      this.seen = resolve;
    });
    views.onDrawn(views.all[0], () => this.drawn());
  }

  /** Slice k is there, or will not come. */
  came(k: number): void {
    if (this.series.isComplete || k === this.shown()) this.draw();
    else this.timer ||= window.setTimeout(() => this.draw(), pauseMs);
  }

  stop(): void {
    window.clearTimeout(this.timer);
  }

  private draw(): void {
    window.clearTimeout(this.timer);
    this.timer = 0;
    this.views.render();
  }

  private drawn(): void {
    if (this.series.hu(this.shown())) {
      this.mark(openingMarks.firstImage);
      this.seen();
    }
    if (this.series.isComplete) this.mark(openingMarks.wholeVolume);
  }

  private mark(name: string): void {
    if (this.marked.has(name)) return;
    this.marked.add(name);
    performance.mark(name);
  }
}
