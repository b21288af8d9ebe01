import type { Room } from './room.ts';

const pauseMs = 1500;
const mostTries = 5;

/**
 * When the graphics card forgets everything (a driver that restarts, a computer that wakes up), the images and what is
 * drawn are still in memory: the views are built anew from them. The page is loaded again only when that fails.
 */
export class GraphicsLoss {
  private readonly stopListening: () => void;
  private disposed = false;

  constructor(private readonly room: Room) {
    this.stopListening = room.viewing.views.onContextLost(() => void this.comeBack());
  }

  /** Nothing can be drawn now. */
  get isLost(): boolean {
    return this.room.viewing.views.isLost;
  }

  dispose(): void {
    this.disposed = true;
    this.stopListening();
  }

  private async comeBack(): Promise<void> {
    const { room } = this;
    room.strokes.breakOff();
    for (const layer of room.series.layers) layer.takeOff();
    this.changed();
    room.notice.show(
      'The graphics card was lost. Nothing that you drew is lost; the images come back in a moment.',
    );
    const kept = room.session?.flushDraft(false).catch(() => undefined);
    for (let tries = 0; tries < mostTries; tries++) {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      if (this.disposed) return;
      if (await this.rebuild()) {
        room.notice.show('The graphics card was lost for a moment. The images are back and nothing is lost.');
        return;
      }
    }
    await kept;
    room.notice.show(
      'The graphics card was lost and does not come back. What you drew is kept as a draft; reload to see the images again.',
      [{ name: 'Reload', act: () => location.reload() }],
    );
  }

  private async rebuild(): Promise<boolean> {
    const { viewing, series } = this.room;
    const { views } = viewing;
    try {
      await views.rebuild();
      if (this.disposed || !views.hasContext) throw new Error('There is no drawing context.');
      for (const layer of series.layers) layer.putOn();
      await viewing.showAgain();
      this.changed();
      return true;
    } catch {
      views.isLost = true;
      return false;
    }
  }

  /** While nothing can be drawn neither mouse nor keys do anything: nobody would see what. */
  private changed(): void {
    const { room, isLost } = this;
    room.layout.grid.inert = isLost;
    if (!isLost) room.setMaskStyle(room.maskStyle);
  }
}
