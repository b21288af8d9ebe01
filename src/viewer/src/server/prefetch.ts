import { fetchSeriesMetadata, sopInstanceUidOf } from '../engine/seriesMetadata.ts';
import { frameAccept } from './frameSource.ts';
import type { ReadClient } from './readClient.ts';

const mostFrames = 400;

/** Fetches the images of the next case into the browser's cache while the present one is read; failing is no matter. */
export class Prefetch {
  private readonly stopping = new AbortController();
  private started = false;

  constructor(
    private readonly client: ReadClient,
    private readonly dicomWebRoot: string,
  ) {}

  async start(): Promise<void> {
    if (this.started) return;
    this.started = true;
    try {
      const next = (await this.client.next()).case;
      if (!next || this.stopping.signal.aborted) return;
      const root = `${this.dicomWebRoot}/studies/${next.studyUid}/series/${next.seriesUid}`;
      const instances = (await fetchSeriesMetadata(root)).map(sopInstanceUidOf);
      for (const uid of instances.slice(0, mostFrames)) await this.frame(`${root}/instances/${uid}/frames/1`);
    } catch {
      // The next case then comes when it is opened.
    }
  }

  stop(): void {
    this.stopping.abort();
  }

  private async frame(address: string): Promise<void> {
    const { signal } = this.stopping;
    const headers = { Accept: frameAccept };
    const response = await fetch(address, { credentials: 'same-origin', priority: 'low', headers, signal });
    await response.arrayBuffer();
  }
}
