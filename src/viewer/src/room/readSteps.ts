import type { ReadState } from '../contracts.ts';
import type { ReadClient } from '../server/readClient.ts';
import { ReadingTime } from '../server/readingTime.ts';
import type { ReadActions } from './readPanel.ts';
import type { Room } from './room.ts';

const isAdjudication = (read: ReadState): boolean => read.purpose === 'adjudication';

/** Where a read comes from: what is to be adjudicated stands in a list of its own. */
export function listUrl(worklistUrl: string, read: ReadState): string {
  return isAdjudication(read) ? worklistUrl.replace(/reads$/, 'adjudication') : worklistUrl;
}

/** The steps at the end of a read, and the time that it takes. */
export class ReadSteps implements ReadActions {
  private readonly time: ReadingTime | null;
  private busy = false;

  constructor(
    private readonly room: Room,
    private readonly client: ReadClient,
    private readonly worklistUrl: string | undefined,
  ) {
    this.time = room.readOnly ? null : new ReadingTime(client);
  }

  /** Closes the read on its last saved version. */
  done(): void {
    const { session, notice, read } = this.room;
    if (!session || !read.isPlanned || this.room.readOnly) return;
    void this.once(async () => {
      while (session.saving) await new Promise((resolve) => setTimeout(resolve, 50));
      if (session.version === 0)
        return notice.show('Save a version first (Ctrl+S); then the read can be done.');
      if (session.dirty) return this.askToSave();
      await this.time?.send(false);
      await this.client.done();
      this.time?.stop();
      this.room.close();
      notice.show('This read is done.', [{ name: 'Next case (Alt+N)', act: () => this.next() }]);
    });
  }

  /** Opens the next case of the worklist; the browser asks when something drawn here is not saved. */
  next(): void {
    void this.once(async () => {
      const next = await this.client.next();
      if (next) location.assign(`${this.worklistUrl ?? '..'}/${next.id}`);
      else if (isAdjudication(this.room.read))
        location.assign(listUrl(this.worklistUrl ?? '..', this.room.read));
      else this.room.notice.show('There is no other case to read now.');
    });
  }

  stop(): void {
    this.time?.stop();
  }

  private askToSave(): void {
    this.room.notice.show('Something drawn is not saved yet.', [
      { name: 'Save it (Ctrl+S)', act: () => this.room.save() },
      { name: 'Not yet', act: () => undefined },
    ]);
  }

  private async once(act: () => Promise<unknown>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    await this.room.notice.guard(act);
    this.busy = false;
  }
}
