import type { Series } from '../engine/series.ts';
import type { Notice } from './notice.ts';
import { listOf } from './sliceList.ts';

const refreshPauseMs = 200;

/** The coming of the slices, as the reader sees it: how many there are, and which never came. */
export class CtLoading {
  private timer = 0;

  constructor(
    private readonly series: Series,
    private readonly notice: Notice,
    private readonly refresh: () => void,
  ) {}

  /** Why what depends on every voxel has to wait; null once the CT is complete. */
  get reasonToWait(): string | null {
    const { loaded, failed, total } = this.series.progress;
    return this.series.isComplete ? null : `The CT is still loading (${loaded + failed} of ${total}).`;
  }

  /** Says that something has to wait for the CT; false when it need not. */
  holdsUp(what: string): boolean {
    const reason = this.reasonToWait;
    if (reason) this.notice.say(`${reason} ${what} has to wait for it.`);
    return reason !== null;
  }

  /** Another slice has come or failed. */
  changed(): void {
    // Not with every slice: that would slow their coming down.
    this.timer ||= window.setTimeout(() => {
      this.timer = 0;
      this.refresh();
    }, refreshPauseMs);
    const { total, failed } = this.series.progress;
    if (!this.series.isComplete || failed === 0) return;
    const slices = this.series.failedSlices().map((k) => k + 1);
    this.notice.show(
      `${slices.length} of ${total} slices could not be read: ${listOf(slices)}. The others are shown.`,
    );
  }

  dispose(): void {
    window.clearTimeout(this.timer);
  }
}
