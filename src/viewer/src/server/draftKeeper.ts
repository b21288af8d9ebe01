import type { DraftMark } from '../contracts.ts';
import { sameBytes } from './kinship.ts';
import { dropLocalCopy, writeLocalCopy } from './localCopy.ts';
import { type ReadClient, Refusal } from './readClient.ts';

export type DraftStatus =
  | { kind: 'clean' }
  | { kind: 'pending' }
  | { kind: 'kept'; at: string }
  | { kind: 'local'; sentence: string; problem: unknown }
  | { kind: 'conflict'; sentence: string };

const localDelayMs = 400;
const serverDelayMs = 2500;
const retryDelayMs = 8000;
/** So many sends without an answer are remembered. */
const mostUnanswered = 8;

/**
 * Keeps what was drawn since the last save: in this browser at once, on the server a few seconds later. It never
 * overwrites a draft that another window wrote: then it stops and the reader chooses.
 */
export class DraftKeeper {
  baseVersion = 0;
  private revision = 0;
  private localTimer = 0;
  private serverTimer = 0;
  private sending: Promise<void> | null = null;
  private stale = false;
  private conflict = false;
  private stopped = false;
  /** What was sent on this revision without an answer. */
  private unanswered: Uint8Array[] = [];

  constructor(
    private readonly readUrl: string,
    private readonly client: ReadClient,
    private readonly runs: () => Uint8Array<ArrayBuffer>,
    private readonly report: (status: DraftStatus) => void,
  ) {}

  /** Whether the server lacks something that was drawn here. */
  get isBehind(): boolean {
    return this.stale || this.sending !== null;
  }

  start(draft: DraftMark | null, baseVersion: number): void {
    this.revision = draft?.revision ?? 0;
    this.baseVersion = baseVersion;
    this.conflict = false;
    this.stale = false;
    this.unanswered = [];
    this.report(draft ? { kind: 'kept', at: draft.updatedAt } : { kind: 'clean' });
  }

  /** Goes on with what this browser kept, and with what it had sent. */
  resume(sent: readonly Uint8Array[]): void {
    this.unanswered = [...sent];
    this.changed();
  }

  changed(): void {
    if (this.stopped) return;
    this.stale = true;
    if (!this.conflict) this.report({ kind: 'pending' });
    this.localTimer ||= window.setTimeout(() => this.writeLocal(), localDelayMs);
    this.schedule(serverDelayMs);
  }

  /** Sends at once, for example before a save or when the page is hidden. */
  async flush(keepalive = false): Promise<void> {
    window.clearTimeout(this.serverTimer);
    this.serverTimer = 0;
    // A page that goes may not live to the end of the send before.
    if (keepalive && this.stale && !this.stopped) void this.writeLocal();
    if (this.sending) await this.sending;
    if (!this.stale || this.conflict || this.stopped) return;
    this.sending = this.send(keepalive).finally(() => {
      this.sending = null;
    });
    await this.sending;
  }

  /** After a conflict: writes over the other draft, whose revision is now known. */
  async overwrite(revision: number): Promise<void> {
    this.revision = revision;
    this.unanswered = [];
    this.conflict = false;
    this.stale = true;
    await this.flush();
  }

  /** After a save: the version holds everything, so neither copy is needed. */
  async saved(draft: DraftMark | null, version: number): Promise<void> {
    const drawnMeanwhile = this.stale;
    this.start(draft, version);
    if (drawnMeanwhile) this.changed();
    else await dropLocalCopy(this.readUrl);
  }

  /** Waits for a send in progress and forgets what is pending, so that a save can take over. */
  async settle(): Promise<void> {
    window.clearTimeout(this.serverTimer);
    this.serverTimer = 0;
    if (this.sending) await this.sending;
    this.stale = false;
  }

  /** Gives the draft up, here and on the server; the server refuses when another window wrote a newer one. */
  async discard(): Promise<void> {
    await this.settle();
    window.clearTimeout(this.localTimer);
    this.localTimer = 0;
    try {
      await this.client.dropDraft(this.revision);
    } catch (problem) {
      this.changed();
      throw problem;
    }
  }

  stop(): void {
    if (this.stale) void this.writeLocal();
    this.stopped = true;
    window.clearTimeout(this.localTimer);
    window.clearTimeout(this.serverTimer);
  }

  private schedule(delay: number): void {
    if (this.conflict || this.stopped) return;
    this.serverTimer ||= window.setTimeout(() => {
      this.serverTimer = 0;
      void this.flush();
    }, delay);
  }

  private async writeLocal(): Promise<void> {
    window.clearTimeout(this.localTimer);
    this.localTimer = 0;
    const { readUrl, revision, baseVersion } = this;
    const sent = [...this.unanswered];
    await writeLocalCopy({
      readUrl,
      runs: this.runs(),
      revision,
      baseVersion,
      updatedAt: new Date().toISOString(),
      sent,
    });
  }

  private async send(keepalive: boolean): Promise<void> {
    this.stale = false;
    const runs = this.runs();
    this.unanswered = [...this.unanswered, runs].slice(-mostUnanswered);
    void this.writeLocal();
    try {
      // The browser lets only small requests outlive the page.
      const draft = await this.client.putDraft(
        runs,
        this.revision,
        this.baseVersion,
        keepalive && runs.length < 60_000,
      );
      this.revision = draft.revision;
      this.unanswered = [];
      if (this.stale) return;
      window.clearTimeout(this.localTimer);
      this.localTimer = 0;
      await dropLocalCopy(this.readUrl);
      this.report({ kind: 'kept', at: draft.updatedAt });
    } catch (problem) {
      this.stale = true;
      const refused = problem instanceof Refusal && problem.status === 409;
      if (refused && (await this.hadArrived())) this.schedule(0);
      else this.failed(problem);
    }
  }

  /** Whether the draft that stands in the way is one sent from here of which only the answer was lost; then it is built upon. */
  private async hadArrived(): Promise<boolean> {
    try {
      const [pulse, stored] = await Promise.all([this.client.pulse(), this.client.draft()]);
      const isNext = pulse.version === this.baseVersion && pulse.draft?.revision === this.revision + 1;
      if (!stored || !isNext || !this.unanswered.some((runs) => sameBytes(runs, stored.runs))) return false;
      this.revision++;
      this.unanswered = [];
      return true;
    } catch {
      return false;
    }
  }

  private failed(problem: unknown): void {
    void this.writeLocal();
    const sentence = problem instanceof Error ? problem.message : 'The draft was not kept.';
    if (problem instanceof Refusal && problem.status === 409) {
      this.conflict = true;
      this.report({ kind: 'conflict', sentence });
      return;
    }
    this.report({ kind: 'local', sentence, problem });
    this.schedule(retryDelayMs);
  }
}
