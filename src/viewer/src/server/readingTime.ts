import type { ReadClient } from './readClient.ts';

/** Without a sign of the reader for so long, nobody is reading. */
const restMs = 60_000;
const tickMs = 1000;
const sendEverySeconds = 20;

/** Counts the seconds in which the case is on the screen and its reader at work, and tells the server now and then. */
export class ReadingTime {
  private seconds = 0;
  private lastSign: number;
  private lastTick: number;
  private readonly timer: number;
  private readonly signs = ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const;
  private readonly sign = () => {
    this.lastSign = this.now();
  };
  private readonly hide = () => void (document.visibilityState === 'hidden' && this.send(true));

  constructor(
    private readonly client: Pick<ReadClient, 'countTime'>,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.lastSign = this.lastTick = now();
    for (const name of this.signs)
      document.addEventListener(name, this.sign, { passive: true, capture: true });
    document.addEventListener('visibilitychange', this.hide);
    this.timer = window.setInterval(() => this.tick(), tickMs);
  }

  /** One look at the clock; a tab that slept meanwhile counts one step, not the night. */
  tick(): void {
    const now = this.now();
    const passed = Math.min(now - this.lastTick, 2 * tickMs);
    this.lastTick = now;
    if (document.visibilityState !== 'visible' || now - this.lastSign > restMs) return;
    this.seconds += passed / 1000;
    if (this.seconds >= sendEverySeconds) void this.send(false);
  }

  /** Sends what is not sent yet; what cannot be sent is sent with the next. */
  async send(leaving: boolean): Promise<void> {
    const whole = Math.min(Math.floor(this.seconds), 120);
    if (whole < 1) return;
    this.seconds -= whole;
    try {
      await this.client.countTime(whole, leaving);
    } catch {
      this.seconds += whole;
    }
  }

  stop(): void {
    window.clearInterval(this.timer);
    for (const name of this.signs) document.removeEventListener(name, this.sign, { capture: true });
    document.removeEventListener('visibilitychange', this.hide);
    void this.send(true);
  }
}
