interface Message {
  readUrl: string;
  /** opened asks who is there, here answers, changed says that the read was saved, locked or asked to be unlocked. */
  what: 'opened' | 'here' | 'changed';
}

/** Knows when the same read is open in another window of this browser, and when something happened to it there. */
export class OtherWindows {
  private readonly channel =
    typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('radl-reading-room');

  constructor(
    private readonly readUrl: string,
    met: () => void,
    changed: () => void,
  ) {
    const { channel } = this;
    if (!channel) return;
    channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data.readUrl !== readUrl) return;
      if (data.what === 'changed') return changed();
      if (data.what === 'opened') this.post('here');
      met();
    };
    this.post('opened');
  }

  /** Tells the other windows that they show something old. */
  tell(): void {
    this.post('changed');
  }

  close(): void {
    this.channel?.close();
  }

  private post(what: Message['what']): void {
    this.channel?.postMessage({ readUrl: this.readUrl, what } satisfies Message);
  }
}
