import type { ReadPulse } from '../contracts.ts';
import type { ReadClient } from './readClient.ts';

const everyMs = 20_000;

/** Asks the server now and then, and whenever the person comes back to the window, what became of the read elsewhere. */
export class Pulse {
  private asking = false;
  private readonly timer: number;
  private readonly seen = () => void (document.visibilityState === 'visible' && this.ask());

  constructor(
    private readonly client: Pick<ReadClient, 'pulse'>,
    private readonly met: (pulse: ReadPulse) => void,
  ) {
    this.timer = window.setInterval(this.seen, everyMs);
    document.addEventListener('visibilitychange', this.seen);
    window.addEventListener('focus', this.seen);
  }

  /** Asks at once. Without an answer nothing is said: saving and drafts have their own words for that. */
  async ask(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    try {
      this.met(await this.client.pulse());
    } catch {
      // Asked again soon.
    } finally {
      this.asking = false;
    }
  }

  stop(): void {
    window.clearInterval(this.timer);
    document.removeEventListener('visibilitychange', this.seen);
    window.removeEventListener('focus', this.seen);
  }
}
