import type { FeatureReport } from '../contracts.ts';
import { type ReadClient, Refusal } from '../server/readClient.ts';

/** Asks for the features of the saved version until they are there or have failed; a lost network only makes it wait. */
export class FeatureWatch {
  report: FeatureReport | null = null;
  private timer = 0;
  private closed = false;

  constructor(
    private readonly client: ReadClient,
    private readonly changed: () => void,
  ) {}

  /** A version was saved, so what is known of the one before no longer counts. */
  restart(): void {
    this.report = {
      state: 'queued',
      progress: null,
      message: null,
      version: null,
      voxelCount: null,
      features: [],
    };
    void this.poll();
  }

  async poll(): Promise<void> {
    window.clearTimeout(this.timer);
    if (this.closed) return;
    let next = 4000;
    try {
      this.report = await this.client.features();
      next = ['none', 'done', 'failed'].includes(this.report.state) ? 0 : 1000;
    } catch (problem) {
      if (problem instanceof Refusal) next = 0;
    }
    this.changed();
    if (next > 0 && !this.closed) this.timer = window.setTimeout(() => void this.poll(), next);
  }

  dispose(): void {
    this.closed = true;
    window.clearTimeout(this.timer);
  }
}
