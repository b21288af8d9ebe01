import { OutlineLayer } from '../engine/outlineLayer.ts';
import type { Series } from '../engine/series.ts';
import type { Triple } from '../geometry/vector.ts';
import { decodeRuns } from '../labelmap/runLengths.ts';
import { dropLocalCopy, type LocalCopy } from '../server/localCopy.ts';
import type { ReadClient } from '../server/readClient.ts';
import type { ContourSession } from './contourSession.ts';
import type { Choice, Notice } from './notice.ts';
import { clock } from './savePanel.ts';

/** What was kept or saved of this read elsewhere. */
interface Other {
  name: string;
  at: string | null;
  slices: readonly Uint8Array[];
}

/** Where two states of one read meet, the person decides, knowing when each was made and how large it is, and having looked at the other. */
export class Conflicts {
  /** Goes to a place of the patient. */
  look: (point: Triple) => void = () => undefined;
  private outline: OutlineLayer | null = null;

  constructor(
    private readonly session: ContourSession,
    private readonly readUrl: string,
    private readonly client: ReadClient,
    private readonly series: Series,
    private readonly notice: Notice,
  ) {}

  /** The draft could not be kept, since another window kept or saved one meanwhile. */
  async draft(sentence: string): Promise<void> {
    const other = await this.other();
    const told = other ? `${this.tell(other)} ${this.tellMine()}` : sentence;
    this.ask(`${told} Two states of one read cannot both be kept.`, other, [
      { name: 'Keep mine', act: () => void this.session.keepMine() },
      { name: 'Take the other', act: () => void this.session.takeOther() },
    ]);
  }

  /** A version was saved elsewhere; nothing was refused here yet. */
  async version(): Promise<void> {
    const other = await this.other();
    if (!other) return;
    const { session } = this;
    const take = { name: `Load ${other.name}`, act: () => void session.takeOther() };
    if (!session.dirty) {
      const here = session.version > 0 ? `shows version ${session.version}` : 'shows nothing saved';
      return this.ask(`${this.tell(other)} This window ${here}.`, other, [
        take,
        { name: 'Not now', act: () => undefined },
      ]);
    }
    this.ask(`${this.tell(other)} ${this.tellMine()}`, other, [
      { name: 'Keep mine, to be saved after it', act: () => void session.keepMine() },
      take,
    ]);
  }

  /** A save met a newer version. */
  async save(sentence: string, reason: string | null): Promise<void> {
    const other = await this.other();
    const told = other ? `Not saved. ${this.tell(other)} ${this.tellMine()}` : sentence;
    this.ask(told, other, [
      { name: 'Save mine as the next version', act: () => void this.session.saveOnTop(reason) },
      { name: 'Take the other', act: () => void this.session.takeOther() },
    ]);
  }

  /** This browser kept something that never reached the server. */
  local(local: LocalCopy): void {
    const slices = this.decode(local.runs);
    if (!slices) return;
    const other = { name: 'what this browser holds', at: local.updatedAt, slices };
    this.ask(
      `This browser holds changes of ${clock(local.updatedAt)} that were never sent, ${this.volume(slices)}, and the read was changed elsewhere since: what is shown has ${this.volume(this.shown)}.`,
      other,
      [
        { name: 'Take those of this browser', act: () => this.session.takeLocal(local) },
        { name: 'Keep what is shown', act: () => void dropLocalCopy(this.readUrl) },
      ],
    );
  }

  dispose(): void {
    this.outline?.dispose();
    this.outline = null;
  }

  private ask(sentence: string, other: Other | null, choices: readonly Choice[]): void {
    this.dispose();
    const look: Choice[] = other
      ? [{ name: 'Show the other', stays: true, act: () => this.toggle(other) }]
      : [];
    const decide = choices.map((choice) => ({
      ...choice,
      act: () => {
        this.dispose();
        choice.act();
      },
    }));
    this.notice.show(sentence, [...look, ...decide]);
  }

  /** The other's outline over the images, on the slice where the two differ most; again takes it off. */
  private toggle(other: Other): void {
    if (this.outline) return this.dispose();
    this.outline = new OutlineLayer(this.series, 'radl-other-state', [64, 224, 170, 255], 3);
    this.outline.show(other.slices.map((slice) => slice.map((value) => (value === 0 ? 0 : 1))));
    const place = this.widestDifference(other.slices);
    if (place) this.look(place);
  }

  private widestDifference(slices: readonly Uint8Array[]): Triple | null {
    let most = { voxels: 0, k: 0, at: 0 };
    slices.forEach((slice, k) => {
      const own = this.shown[k];
      let [voxels, last] = [0, 0];
      for (let at = 0; at < slice.length; at++) {
        if (slice[at] === own[at]) continue;
        voxels++;
        last = at;
      }
      if (voxels > most.voxels) most = { voxels, k, at: last };
    });
    const nx = this.series.geometry.dims[0];
    const { voxels, k, at } = most;
    return voxels === 0 ? null : this.series.geometry.toPatient([at % nx, Math.floor(at / nx), k]);
  }

  private get shown(): readonly Uint8Array[] {
    return this.session.mask.labelmap.slices;
  }

  private tell({ name, at, slices }: Other): string {
    const done = name === 'draft' ? 'A draft was kept' : `${name[0].toUpperCase()}${name.slice(1)} was saved`;
    return `${done} in another window at ${clock(at)}: ${this.volume(slices)}.`;
  }

  private tellMine(): string {
    const { editedAt, version } = this.session;
    const begun = version > 0 ? `, begun on version ${version}` : '';
    return `Yours, last changed at ${clock(editedAt)}${begun}: ${this.volume(this.shown)}.`;
  }

  /** All structures together. */
  private volume(slices: readonly Uint8Array[]): string {
    let voxels = 0;
    for (const slice of slices) for (const value of slice) if (value !== 0) voxels++;
    return `${(voxels * this.series.geometry.voxelVolumeMl).toFixed(2)} ml`;
  }

  /** The newest save if it is newer than what is shown, else the draft; null when the server cannot be asked. */
  private async other(): Promise<Other | null> {
    try {
      const pulse = await this.client.pulse();
      const isVersion = pulse.version > this.session.version;
      const stored = isVersion ? await this.client.newest() : await this.client.draft();
      const slices = stored && this.decode(stored.runs);
      if (!slices) return null;
      return isVersion
        ? { name: `version ${pulse.version}`, at: pulse.savedAt, slices }
        : { name: 'draft', at: pulse.draft?.updatedAt ?? null, slices };
    } catch {
      return null;
    }
  }

  private decode(runs: Uint8Array): Uint8Array[] | null {
    const { dims } = this.series.geometry;
    try {
      return decodeRuns(runs, dims[0] * dims[1], dims[2]);
    } catch {
      return null;
    }
  }
}
