import type { Callbacks, ReadState, SavedCase, SavedVersion, Structure } from '../contracts.ts';
import type { MaskLayer } from '../engine/maskLayer.ts';
import type { Series } from '../engine/series.ts';
import { structureOf } from '../labelmap/labels.ts';
import { decodeRuns } from '../labelmap/runLengths.ts';
import { DraftKeeper, type DraftStatus } from '../server/draftKeeper.ts';
import { dropLocalCopy, type KeptWork, type LocalCopy } from '../server/localCopy.ts';
import { kinOf } from '../server/kinship.ts';
import { type ReadClient, Refusal, type StoredWork } from '../server/readClient.ts';
import { type Notice, sentenceOf } from './notice.ts';
import { Acts } from './acts.ts';
import { Conflicts } from './conflicts.ts';
import { FeatureWatch } from './featureWatch.ts';
import { ForeignFiles } from './foreignFiles.ts';
import { Painter } from './painter.ts';
import { StructureList } from './structureList.ts';
import { UndoSteps } from './undoSteps.ts';

/** The contour of one read from its opening to its versions: restores it, keeps it, saves it. */
export class ContourSession {
  readonly painter: Painter;
  readonly list: StructureList;
  readonly steps = new UndoSteps(this);
  readonly foreign: ForeignFiles;
  readonly acts: Acts;
  readonly conflicts: Conflicts;
  /** The newest save as the server last told; it may have been made elsewhere. */
  newest: { version: number; savedAt: string | null } = { version: 0, savedAt: null };
  /** When something was drawn here last. */
  editedAt: string | null = null;
  /** Counts the changes of the labelmap. */
  edits = 0;
  /** Counts every change of what is shown, loading included. */
  revision = 0;
  dirty = false;
  saving = false;
  draftStatus: DraftStatus = { kind: 'clean' };
  readonly features: FeatureWatch;
  /** Every save, newest first. */
  versions: SavedCase[] = [];
  private readonly keeper: DraftKeeper;
  private idempotencyKey = '';

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
    this.list = new StructureList(state, client, mask);
    this.acts = new Acts(readUrl);
    this.conflicts = new Conflicts(this, readUrl, client, series, notice);
    this.painter = new Painter(series, mask.labelmap, () => this.edited());
    this.painter.took = (voxels) => notice.say(this.list.tellTaken(voxels));
    this.painter.activeLabel = this.structures[0].label;
    this.features = new FeatureWatch(client, changed);
    this.foreign = new ForeignFiles(series, client, notice, changed);
    this.keeper = new DraftKeeper(
      readUrl,
      client,
      () => mask.labelmap.toRuns(),
      (status) => this.draftChanged(status),
    );
  }

  get structures(): readonly Structure[] {
    return this.list.all;
  }

  get version(): number {
    return this.list.version;
  }

  /** Fewest voxels that the study asks of a primary tumour. */
  get minimumVoxels(): number {
    return this.state.minimumVoxels;
  }

  /** Something drawn here is in no saved version, or not even in a draft of the server. */
  get isUnsafeToLeave(): boolean {
    return this.dirty || this.keeper.isBehind;
  }

  /**
   * Puts the newest of saved version, draft and this browser's own copy on the screen.
   * @param kept what was asked for while the images' metadata came.
   */
  async restore(kept: KeptWork): Promise<void> {
    const local = this.state.readOnly ? null : await kept.local;
    this.keeper.start(this.state.draft, this.version);
    const { revision } = this.state.draft ?? { revision: 0 };
    const kin = local && (await kinOf(local, { revision, version: this.version, stored: kept.stored }));
    if (local && kin === 'newer' && this.take(local.runs)) {
      this.setDirty(true);
      this.keeper.resume(local.revision === revision ? (local.sent ?? []) : []);
    } else {
      this.takeStored(await kept.stored);
      if (kin === 'same') void dropLocalCopy(this.readUrl);
      else if (local) this.conflicts.local(local);
    }
    void this.features.poll();
    void this.guarded(() => this.listVersions());
  }

  private takeStored({ runs, isDraft }: StoredWork): void {
    if (runs) this.take(runs);
    else this.mask.labelmap.clear();
    this.revision++;
    this.painter.history.clear();
    this.setDirty(isDraft);
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
        acts: this.acts.all,
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

  /** Takes a structure off the list, and its voxels with it. Its saved versions stay where they are. */
  async remove(label: number): Promise<void> {
    await this.guarded(async () => {
      await this.list.remove(label);
      const { labelmap } = this.mask;
      labelmap.replace(
        labelmap.slices.map((slice) => slice.map((value) => (structureOf(value) === label ? 0 : value))),
      );
      // A step of the history might write voxels of a structure that is no more.
      this.painter.history.clear();
      this.painter.activeLabel = this.structures[0].label;
      this.edited();
    });
  }

  /** Changes the list of structures; a server that cannot be reached is said in a sentence. */
  async withList(act: (list: StructureList) => Promise<unknown>): Promise<void> {
    await this.guarded(async () => void (await act(this.list)));
  }

  /** Gives up what was drawn since the last save, here and on the server. */
  discardDraft(): Promise<void> {
    return this.guarded(() => this.keeper.discard().then(() => this.takeOther()));
  }

  flushDraft(keepalive: boolean): Promise<void> {
    return this.keeper.flush(keepalive);
  }

  dispose(): void {
    this.features.dispose();
    this.foreign.dispose();
    this.conflicts.dispose();
    void this.keeper.flush(true);
    this.keeper.stop();
  }

  private async listVersions(): Promise<void> {
    if (this.version > 0) this.versions = await this.client.versions();
    this.changed();
  }

  private edited(): void {
    this.editedAt = new Date().toISOString();
    this.edits++;
    this.revision++;
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
    this.revision++;
    this.mask.flush();
    return true;
  }

  /** What this browser kept takes the place of what the server holds. */
  takeLocal(local: LocalCopy): void {
    if (!this.take(local.runs)) return;
    this.painter.history.clear();
    this.edited();
  }

  private draftChanged(status: DraftStatus): void {
    this.draftStatus = status;
    if (status.kind === 'kept') this.notice.reached();
    if (status.kind === 'local' && status.problem instanceof Refusal && status.problem.status === 401)
      this.notice.failed(status.problem);
    if (status.kind === 'conflict') {
      void this.conflicts.draft(`${status.sentence} This read is also open in another window or browser.`);
    }
    this.changed();
  }

  /** What is drawn here stays, and takes the place of the other draft. */
  async keepMine(): Promise<void> {
    await this.guarded(async () => {
      this.adopt(await this.client.state());
      this.keeper.baseVersion = this.version;
      await this.keeper.overwrite(this.state.draft?.revision ?? 0);
    });
  }

  /** What the server holds takes the place of what is drawn here. */
  async takeOther(): Promise<void> {
    await this.guarded(async () => {
      this.adopt(await this.client.state());
      this.keeper.start(this.state.draft, this.version);
      this.takeStored(await this.client.stored(this.state));
      await dropLocalCopy(this.readUrl);
      void this.features.poll();
    });
  }

  private async guarded(act: () => Promise<unknown>): Promise<void> {
    await this.notice.guard(act);
    this.changed();
  }

  private adopt(state: ReadState): void {
    this.state = state;
    this.list.adoptState(state);
  }

  private async afterSave(saved: SavedVersion, nothingDrawnSince: boolean): Promise<void> {
    this.adopt(await this.client.state());
    if (nothingDrawnSince) this.setDirty(false);
    await this.keeper.saved(this.state.draft, this.version);
    await this.listVersions();
    this.callbacks.onSaved?.(saved);
    this.features.restart();
  }

  private saveFailed(problem: unknown, reason: string | null): void {
    const sentence = sentenceOf(problem);
    if (problem instanceof Refusal && problem.status === 409) {
      this.idempotencyKey = '';
      void this.conflicts.save(sentence, reason);
    } else {
      this.notice.showUntilSaved(`Not saved. ${sentence}`);
    }
    this.callbacks.onFailed?.(sentence);
  }

  async saveOnTop(reason: string | null): Promise<void> {
    await this.guarded(async () => {
      this.adopt(await this.client.state());
      await this.save(reason ?? 'Kept over a version saved elsewhere');
    });
  }
}
