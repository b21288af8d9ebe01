/** Knows when the same read is open in another window of this browser: each would keep a draft of its own. */
export class OtherWindows {
  private readonly channel =
    typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('radl-reading-room');

  constructor(readUrl: string, met: () => void) {
    const { channel } = this;
    if (!channel) return;
    channel.onmessage = ({ data }: MessageEvent<{ readUrl: string; opened: boolean }>) => {
      if (data.readUrl !== readUrl) return;
      if (data.opened) channel.postMessage({ readUrl, opened: false });
      met();
    };
    channel.postMessage({ readUrl, opened: true });
  }

  close(): void {
    this.channel?.close();
  }
}
