import type { Callbacks, FeatureReport, ReadState, SavedVersion, Structure } from '../contracts.ts';
import type { MaskLayer } from '../engine/maskLayer.ts';
import type { Series } from '../engine/series.ts';
import { decodeRuns } from '../labelmap/runLengths.ts';
import { DraftKeeper, type DraftStatus } from '../server/draftKeeper.ts';
import { dropLocalCopy, type LocalCopy, readLocalCopy } from '../server/localCopy.ts';
import { type ReadClient, Refusal } from '../server/readClient.ts';
import type { Notice } from './notice.ts';
import { Painter } from './painter.ts';
import { clock } from './savePanel.ts';

const firstStructure: Structure = {
  id: '',
  name: 'Primary tumour',
  color: '#e69f00',
  label: 1,
  version: 0,
  voxelCount: 0,
  volumeMl: 0,
  savedAt: null,
};

/** A read without a structure yet begins with the primary tumour. */
export function structuresOf(state: ReadState): Structure[] {
  return state.structures.length > 0 ? state.structures : [firstStructure];
}

/** The contour of one read from its opening to its versions: restores it, keeps it, saves it. */
export class ContourSession {
  readonly painter: Painter;
  structures: Structure[];
  dirty = false;
  saving = false;
  draftStatus: DraftStatus = { kind: 'clean' };
  features: FeatureReport | null = null;
  private readonly keeper: DraftKeeper;
  private idempotencyKey = '';
  private edits = 0;
  private pollTimer = 0;
  private closed = false;

  constructor(
    private readonly readUrl: string,
    private readonly client: ReadClient,
    private readonly series: Series,
    readonly mask: MaskLayer,
    private state: ReadState,
    private readonly notice: Notice,
    private readonly callbacks: Callbacks,
    private readonly changed: () => void,
  ) {
    this.structures = structuresOf(state);
    this.painter = new Painter(series, mask.labelmap, () => this.edited());
    this.painter.activeLabel = this.structures[0].label;
    this.keeper = new DraftKeeper(
      readUrl,
      client,
      () => mask.labelmap.toRuns(),
      (status) => this.draftChanged(status),
    );
  }

  get version(): number {
    return Math.max(0, ...this.structures.map((structure) => structure.version));
  }

  get savedAt(): string | null {
    return this.structures.find((structure) => structure.version === this.version)?.savedAt ?? null;
  }

  /** Something drawn here is in no saved version, or not even in a draft of the server. */
  get isUnsafeToLeave(): boolean {
    return this.dirty || this.keeper.isBehind;
  }

  /** Puts the newest of saved version, draft and this browser's own copy on the screen. */
  async restore(): Promise<void> {
    const local = this.state.readOnly ? null : await readLocalCopy(this.readUrl);
    this.keeper.start(this.state.draft, this.version);
    const fits = local?.revision === (this.state.draft?.revision ?? 0) && local.baseVersion === this.version;
    if (local && fits && this.take(local.runs)) {
      this.setDirty(true);
      this.keeper.changed();
    } else {
      await this.takeFromServer();
      if (local) this.offer(local);
    }
    void this.pollFeatures();
  }

  /** Loads the draft if there is one, else the newest saved version. */
  async takeFromServer(): Promise<void> {
    const draft = this.state.draft && !this.state.readOnly ? await this.client.draft() : null;
    const stored = draft ?? (await this.client.labelmap());
    if (stored) this.take(stored.runs);
    else this.mask.labelmap.replace(this.emptySlices());
    this.painter.history.clear();
    this.setDirty(draft !== null);
    this.mask.flush();
  }

  async save(reason: string | null): Promise<void> {
    if (this.saving || this.painter.isStroking) return;
    this.saving = true;
    this.changed();
    const editsAtSave = this.edits;
    this.idempotencyKey ||= crypto.randomUUID();
    try {
      await this.keeper.settle();
      const runs = this.mask.labelmap.toRuns();
      const baseVersion = this.version;
      const saved = await this.client.save({
        runs,
        baseVersion,
        reason,
        idempotencyKey: this.idempotencyKey,
      });
      this.idempotencyKey = '';
      await this.afterSave(saved, editsAtSave === this.edits);
    } catch (problem) {
      this.keeper.changed();
      this.saveFailed(problem, reason);
    } finally {
      this.saving = false;
      this.changed();
    }
  }

  flushDraft(keepalive: boolean): Promise<void> {
    return this.keeper.flush(keepalive);
  }

  dispose(): void {
    this.closed = true;
    window.clearTimeout(this.pollTimer);
    void this.keeper.flush(true);
    this.keeper.stop();
  }

  private emptySlices(): Uint8Array[] {
    return this.mask.labelmap.slices.map((slice) => new Uint8Array(slice.length));
  }

  private edited(): void {
    this.edits++;
    this.idempotencyKey = '';
    this.setDirty(true);
    this.keeper.changed();
    this.mask.flush();
    this.changed();
  }

  private setDirty(dirty: boolean): void {
    if (dirty !== this.dirty) this.callbacks.onDirtyChanged?.(dirty);
    this.dirty = dirty;
  }

  private take(runs: Uint8Array): boolean {
    const { dims } = this.series.geometry;
    try {
      this.mask.labelmap.replace(decodeRuns(runs, dims[0] * dims[1], dims[2]));
    } catch {
      this.notice.show('The stored contour does not fit this series, so it is not shown.');
      return false;
    }
    this.mask.flush();
    return true;
  }

  private offer(local: LocalCopy): void {
    this.notice.show(
      `This browser holds changes of ${clock(local.updatedAt)} that were never sent, and the read was changed elsewhere since.`,
      [
        {
          name: 'Take those of this browser',
          act: () => {
            if (!this.take(local.runs)) return;
            this.painter.history.clear();
            this.edited();
          },
        },
        { name: 'Keep what is shown', act: () => void dropLocalCopy(this.readUrl) },
      ],
    );
  }

  private draftChanged(status: DraftStatus): void {
    this.draftStatus = status;
    if (status.kind === 'conflict') {
      this.notice.show(`${status.sentence} This read is also open in another window or browser.`, [
        { name: 'Keep mine', act: () => void this.keepMine() },
        { name: 'Take the other', act: () => void this.takeOther() },
      ]);
    }
    this.changed();
  }

  private async keepMine(): Promise<void> {
    await this.guarded(async () => {
      this.adopt(await this.client.state());
      this.keeper.baseVersion = this.version;
      await this.keeper.overwrite(this.state.draft?.revision ?? 0);
    });
  }

  private async takeOther(): Promise<void> {
    await this.guarded(async () => {
      this.adopt(await this.client.state());
      this.keeper.start(this.state.draft, this.version);
      await this.takeFromServer();
      await dropLocalCopy(this.readUrl);
      void this.pollFeatures();
    });
  }

  private async guarded(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (problem) {
      this.notice.show(sentenceOf(problem));
    }
    this.changed();
  }

  private adopt(state: ReadState): void {
    this.state = state;
    this.structures = structuresOf(state);
  }

  private async afterSave(saved: SavedVersion, nothingDrawnSince: boolean): Promise<void> {
    this.adopt(await this.client.state());
    if (nothingDrawnSince) this.setDirty(false);
    await this.keeper.saved(this.state.draft, this.version);
    this.callbacks.onSaved?.(saved);
    this.features = { state: 'queued', progress: null, message: null, voxelCount: null, features: [] };
    void this.pollFeatures();
  }

  private saveFailed(problem: unknown, reason: string | null): void {
    const sentence = sentenceOf(problem);
    if (problem instanceof Refusal && problem.status === 409) {
      this.idempotencyKey = '';
      this.notice.show(sentence, [
        { name: 'Save mine as the next version', act: () => void this.saveOnTop(reason) },
        { name: 'Take the other', act: () => void this.takeOther() },
      ]);
    } else {
      this.notice.show(`Not saved. ${sentence}`);
    }
    this.callbacks.onFailed?.(sentence);
  }

  private async saveOnTop(reason: string | null): Promise<void> {
    await this.guarded(async () => {
      this.adopt(await this.client.state());
      await this.save(reason ?? 'Kept over a version saved elsewhere');
    });
  }

  /** Asks for the features until they are there or have failed; a lost network only makes it wait. */
  private async pollFeatures(): Promise<void> {
    window.clearTimeout(this.pollTimer);
    if (this.closed) return;
    let next = 4000;
    try {
      this.features = await this.client.features();
      const settled = ['none', 'done', 'failed'].includes(this.features.state);
      next = settled ? 0 : 1000;
    } catch (problem) {
      if (problem instanceof Refusal) next = 0;
    }
    this.changed();
    if (next > 0 && !this.closed) this.pollTimer = window.setTimeout(() => void this.pollFeatures(), next);
  }
}

function sentenceOf(problem: unknown): string {
  return problem instanceof Error ? problem.message : 'The server could not do this.';
}
