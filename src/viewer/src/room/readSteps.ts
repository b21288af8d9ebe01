import type { ReadState } from '../contracts.ts';
import type { NextStep, ReadClient } from '../server/readClient.ts';
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
    if (this.room.loading.holdsUp('The end of the read')) return;
    void this.once(async () => {
      while (session.saving) await new Promise((resolve) => setTimeout(resolve, 50));
      if (session.version === 0)
        return notice.showUntilSaved('Save a version first (Ctrl+S); then the read can be done.');
      if (session.dirty) return this.askToSave();
      await this.time?.send(false);
      await this.client.done();
      this.room.close();
      this.room.elsewhere?.tell();
      notice.show('This read is done.', [{ name: 'Next case (Alt+N)', act: () => this.next() }]);
    });
  }

  /** Opens the next case of the worklist, or the next to adjudicate; the browser asks when something drawn here is not saved. */
  next(): void {
    void this.once(async () => {
      const next = await this.client.goOn();
      if (next.case?.id) location.assign(`${this.worklist}/${next.case.id}`);
      else this.sayWhatIsLeft(next);
    });
  }

  stop(): void {
    this.time?.stop();
  }

  private get worklist(): string {
    return this.worklistUrl ?? '..';
  }

  /** Nothing of this kind is left: what there is of the other kind is one step away. */
  private sayWhatIsLeft({ adjudications, reads }: NextStep): void {
    const decides = isAdjudication(this.room.read);
    const left = decides ? reads : adjudications;
    const none = decides
      ? 'No other case waits for your adjudication.'
      : 'There is no other case to read now.';
    if (left === 0) return this.room.notice.show(none);
    const other = decides ? 'to read' : 'for you to adjudicate';
    const address = decides ? this.worklist : this.worklist.replace(/reads$/, 'adjudication');
    this.room.notice.show(`${none} There ${left === 1 ? 'is 1 case' : `are ${left} cases`} ${other}.`, [
      { name: decides ? 'Worklist' : 'Adjudication', act: () => location.assign(address) },
      { name: 'Stay here', act: () => undefined },
    ]);
  }

  private askToSave(): void {
    this.room.notice.showUntilSaved('Something drawn is not saved yet.', [
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
