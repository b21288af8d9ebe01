import { type Frame, onlyPart } from './multipart.ts';

/** What the portal is asked for: one frame, encoded as it is stored. */
export const frameAccept = 'multipart/related; type=application/octet-stream; transfer-syntax=*';

/** Enough to keep every connection at work while the page is busy drawing; a draft that is sent waits for few of them. */
const mostAtOnce = 24;

interface Asked {
  frame: Promise<Frame>;
  settle(frame: Promise<Frame>): void;
}

/**
 * Fetches the frames of a series, those nearest to the slice that is looked at first. It starts before the library that
 * draws them is there, and reads an answer faster than the library does.
 */
export class FrameSource {
  /** The slice that is looked at. */
  near: number;
  private readonly places: Map<string, number>;
  private readonly asked = new Map<string, Asked>();
  private readonly waiting = new Set<string>();
  private readonly running = new Set<XMLHttpRequest>();
  private stopped = false;

  constructor(readonly addresses: readonly string[]) {
    this.places = new Map(addresses.map((address, k) => [address, k]));
    this.near = Math.floor(addresses.length / 2);
  }

  /** Begins to fetch every frame. */
  fetchAll(): void {
    for (const address of this.addresses) this.ask(address);
    this.next();
  }

  /** One frame; its bytes are handed over and not kept. */
  frame(address: string): Promise<Frame> {
    const { frame } = this.ask(address);
    this.next();
    const forget = () => void this.asked.delete(address);
    frame.then(forget, forget);
    return frame;
  }

  stop(): void {
    this.stopped = true;
    this.waiting.clear();
    for (const request of this.running) request.abort();
  }

  private ask(address: string): Asked {
    const already = this.asked.get(address);
    if (already) return already;
    let settle: Asked['settle'] = () => undefined;
    const frame = new Promise<Frame>((resolve) => {
      settle = resolve;
    });
    // Whoever waits for the frame hears of a failure.
    frame.catch(() => undefined);
    const asked = { frame, settle };
    this.asked.set(address, asked);
    this.waiting.add(address);
    return asked;
  }

  private next(): void {
    while (!this.stopped && this.running.size < mostAtOnce && this.waiting.size > 0) {
      const address = this.nearest();
      this.waiting.delete(address);
      this.asked.get(address)!.settle(this.fetch(address));
    }
  }

  /** Not by fetch(): that hands a frame over in many small pieces, each a task of the page while it draws. */
  private fetch(address: string): Promise<Frame> {
    const request = new XMLHttpRequest();
    this.running.add(request);
    return new Promise((resolve, reject) => {
      const ended = (settle: () => void) => () => {
        this.running.delete(request);
        this.next();
        settle();
      };
      const refuse = ended(() => reject(new Error(`The frame was refused (status ${request.status}).`)));
      request.open('GET', address);
      request.responseType = 'arraybuffer';
      request.setRequestHeader('Accept', frameAccept);
      request.onload = ended(() => {
        try {
          if (request.status !== 200) throw new Error(`The frame was refused (status ${request.status}).`);
          resolve(onlyPart(new Uint8Array(request.response as ArrayBuffer)));
        } catch (problem) {
          reject(problem);
        }
      });
      request.onerror = refuse;
      request.onabort = refuse;
      request.send();
    });
  }

  private nearest(): string {
    const away = (address: string) => Math.abs((this.places.get(address) ?? 0) - this.near);
    let best = '';
    let least = Number.POSITIVE_INFINITY;
    for (const address of this.waiting) {
      const distance = away(address);
      if (distance < least) [best, least] = [address, distance];
    }
    return best;
  }
}
