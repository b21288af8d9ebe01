import type { Series } from '../engine/series.ts';
import type { ReadClient } from '../server/readClient.ts';
import { ForeignVoi } from './foreignVoi.ts';
import type { Notice } from './notice.ts';

/** The VOI from elsewhere that is shown beside the own structures, if there is one. */
export class ForeignFiles {
  shown: ForeignVoi | null = null;
  private closed = false;

  constructor(
    private readonly series: Series,
    private readonly client: ReadClient,
    private readonly notice: Notice,
    private readonly changed: () => void,
  ) {}

  /** Has the server read a SEG or RTSTRUCT, and shows its first region. */
  async open(file: Blob): Promise<void> {
    try {
      const read = await this.client.foreign(file);
      if (this.closed) return;
      this.close();
      this.shown = new ForeignVoi(this.series, read.kind, read);
      if (read.notes.length > 0) this.notice.show(read.notes.join(' '));
    } catch (problem) {
      this.notice.show(problem instanceof Error ? problem.message : 'The file could not be read.');
    }
    this.changed();
  }

  close(): void {
    this.shown?.dispose();
    this.shown = null;
    this.changed();
  }

  dispose(): void {
    this.closed = true;
  }
}
