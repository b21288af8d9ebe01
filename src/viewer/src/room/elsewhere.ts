import type { ReadPulse } from '../contracts.ts';
import { Pulse } from '../server/pulse.ts';
import type { ReadClient } from '../server/readClient.ts';
import { OtherWindows } from './otherWindows.ts';
import type { Room } from './room.ts';

/** What other windows and other machines do with the read while it is open here; said as soon as it is known, before anything here is refused for it. */
export class Elsewhere {
  private readonly pulse: Pulse;
  private readonly windows: OtherWindows;
  private toldVersion = 0;
  private told = '';

  constructor(
    private readonly room: Room,
    readUrl: string,
    client: ReadClient,
  ) {
    this.pulse = new Pulse(client, (pulse) => this.met(pulse));
    this.windows = new OtherWindows(
      readUrl,
      () => this.tellOfWindow(),
      () => void this.pulse.ask(),
    );
  }

  /** Something was saved, locked or asked for here. */
  tell(): void {
    this.windows.tell();
  }

  close(): void {
    this.pulse.stop();
    this.windows.close();
  }

  private met(pulse: ReadPulse): void {
    const { session } = this.room;
    this.room.notice.reached();
    if (!session || session.saving) return;
    session.newest = { version: pulse.version, savedAt: pulse.savedAt };
    this.room.refresh();
    if (pulse.version > session.version && pulse.version > this.toldVersion) {
      this.toldVersion = pulse.version;
      void session.conflicts.version();
      return;
    }
    const { approval, readOnly } = this.room;
    if (pulse.isLocked !== approval?.isLocked) {
      const unlocked = 'The administrator has unlocked this case.';
      if (pulse.isLocked)
        this.tellOnce('This case was approved and locked in another window.', 'Show it as it is');
      else if (approval) this.tellOnce(unlocked, 'Open it to change it');
    } else if (pulse.isClosed && !readOnly) {
      this.tellOnce('This read was said to be done in another window.', 'Show it as it is');
    }
  }

  /** What may be drawn has changed elsewhere: one step away is the case as it is now. */
  private tellOnce(sentence: string, way: string): void {
    if (this.told === sentence) return;
    this.told = sentence;
    this.room.notice.show(`${sentence} What this window shows is older.`, [
      { name: way, act: () => location.reload() },
      { name: 'Not now', act: () => undefined },
    ]);
  }

  private tellOfWindow(): void {
    // Never in place of something that has to be decided.
    if (this.room.notice.isShown || this.room.readOnly) return;
    this.room.notice.show(
      'This read is also open in another window of this browser. Draw in one of them only: of two drafts one has to give way.',
    );
  }
}
