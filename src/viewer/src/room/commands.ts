import type { View } from '../engine/view.ts';
import { dot, type Triple } from '../geometry/vector.ts';
import { structureOf } from '../labelmap/labels.ts';
import { decodeRuns } from '../labelmap/runLengths.ts';
import {
  clearSlice,
  combine,
  copySlice,
  type MaskUse,
  planeRegion,
  provisionalSlices,
  type SetOperation,
  settleProvisional,
  takeMask,
  type Write,
} from '../labelmap/steps.ts';
import type { ComputationKind, ReadClient } from '../server/readClient.ts';
import type { ContourSession } from './contourSession.ts';
import type { Room } from './room.ts';
import { firstNumbers, type ToolNumbers } from './toolNumbers.ts';

/** Structure tools beyond strokes: each makes one step of the history, or says why it changed nothing. */
export class StructureCommands {
  numbers: ToolNumbers = { ...firstNumbers };
  /** What the server is computing, in words; null while it is not. */
  busy: string | null = null;

  constructor(
    private readonly room: Room,
    private readonly session: ContourSession,
    private readonly client: ReadClient,
  ) {}

  async interpolate(): Promise<void> {
    await this.compute('Interpolation', 'interpolate', {}, 'provisional');
    this.nextProvisional();
  }

  largestIsland(): Promise<number | undefined> {
    return this.compute('Largest island', 'largest-island', {}, 'replace');
  }

  smallIslands(): Promise<number | undefined> {
    return this.compute(
      'Removing small islands',
      'small-islands',
      { mm3: this.numbers.islandMm3 },
      'replace',
    );
  }

  fillHoles(): Promise<number | undefined> {
    return this.compute('Filling holes', 'fill-holes', { bySlice: this.numbers.bySlice }, 'add');
  }

  smooth(): Promise<number | undefined> {
    return this.compute('Smoothing', 'smooth', { mm: this.numbers.smoothMm }, 'replace');
  }

  margin(): Promise<number | undefined> {
    const mm = this.numbers.marginMm;
    return this.compute('Margin', 'margin', { mm }, mm > 0 ? 'add' : 'replace');
  }

  /** The shell becomes a structure of its own, made when there is none yet. */
  async shell(): Promise<void> {
    if (this.session.mask.labelmap.count(this.active) === 0)
      return this.say('Draw the structure first: a shell lies around it.');
    const source = this.active;
    if (this.busy || this.room.readOnly || this.session.painter.isStroking) return;
    const before = this.session.structures;
    const target = await this.session.steps.structureFor('shell');
    if (!target || target.label === source) return;
    const { shellFromMm, shellToMm } = this.numbers;
    await this.compute('Shell', 'shell', { fromMm: shellFromMm, mm: shellToMm }, 'around', target.label);
    if (!before.some(({ label }) => label === target.label))
      await this.session.steps.belongs(target, 'Shell');
  }

  /** Grows a region from a place in the patient and adds it to the active structure. */
  async grow(point: Triple): Promise<void> {
    const [i, j, k] = this.room.series.geometry.toVoxel(point);
    const { range, growRadiusMm, vesselMm } = this.room.hand;
    const numbers = { i, j, k, low: range.low, high: range.high, radiusMm: growRadiusMm, vesselMm };
    const share = await this.compute('Growing', 'grow', numbers, 'add');
    if (share !== undefined && share > 0.02) {
      this.say(
        `The region reaches the limit of ${growRadiusMm} mm, so it probably leaks. Undo it (Ctrl+Z), then narrow the HU range, cut thicker vessels or lower the limit.`,
      );
    }
  }

  /** Fills what encloses a place in the shown slice, or takes the island there away. */
  fill(view: View, point: Triple, takeAway: boolean): void {
    const { geometry } = this.room.series;
    const axis = geometry.axisAlong(view.directions().normal);
    const voxel = geometry.toVoxel(point);
    if (axis === null || !geometry.contains(voxel)) return;
    const { labelmap } = this.session.mask;
    const here = structureOf(labelmap.get(...voxel));
    if (takeAway !== (here === this.active)) {
      return this.say(
        takeAway ? 'There is no island of this structure.' : 'This place belongs to the structure already.',
      );
    }
    const region = planeRegion(labelmap, voxel, axis);
    if (region.open && !takeAway) {
      return this.say(
        'Nothing encloses this place on this slice, so nothing was filled. Close the outline first.',
      );
    }
    this.step(takeAway ? 'Island taken away' : 'Fill', (write) => {
      for (const at of region.voxels) write(at, takeAway ? 0 : this.active);
    });
  }

  /** Confirms what is provisional on this slice and goes on to the next one. */
  confirm(): void {
    this.settle(true, this.slice);
    this.nextProvisional();
  }

  confirmAll(): void {
    this.settle(true);
  }

  dropProvisional(all = false): void {
    this.settle(false, all ? undefined : this.slice);
    if (!all) this.nextProvisional();
  }

  /** Copies the structure on this slice to the next one towards the head (1) or the feet (-1), and goes there. */
  copySlice(towardsHead: 1 | -1): void {
    const { geometry } = this.room.series;
    const from = this.slice;
    const to = from + towardsHead * Math.sign(dot(geometry.axes[2], [0, 0, 1]) || 1);
    if (to < 0 || to >= geometry.dims[2]) return this.say('There is no slice beyond this one.');
    const { labelmap } = this.session.mask;
    if (!labelmap.slices[from].includes(this.active))
      return this.say('The structure is not drawn on this slice.');
    this.step('Slice copied', (write) => copySlice(labelmap, this.active, from, to, write));
    this.goToSlice(to);
  }

  clearSlice(): void {
    this.step('Slice cleared', (write) =>
      clearSlice(this.session.mask.labelmap, this.active, this.slice, write),
    );
  }

  /** Takes the VOI from elsewhere into the active structure. */
  adopt(): void {
    const { mask } = this.session;
    const foreign = this.session.foreign.shown;
    if (!foreign) return;
    this.step('VOI adopted', (write) => takeMask(mask.labelmap, foreign.slices, this.active, 'add', write));
  }

  /** Makes the primary tumour what the server answers, in one step; true when that is what is drawn now. */
  async takeWhole(name: string, fetch: () => Promise<Uint8Array>): Promise<boolean> {
    const { session, room } = this;
    if (room.readOnly || this.busy) return false;
    const { labelmap } = session.mask;
    const label = session.structures.find((structure) => structure.kind === 'primary')!.label;
    this.busy = name;
    room.refresh();
    try {
      const mask = decodeRuns(await fetch(), labelmap.sliceLength, labelmap.dims[2]);
      this.stepOn(name, label, (write) => takeMask(labelmap, mask, label, 'replace', write));
      return !session.painter.locked.has(label);
    } catch (problem) {
      room.notice.failed(problem);
      return false;
    } finally {
      this.busy = null;
      room.refresh();
    }
  }

  combine(operation: SetOperation): void {
    const { other } = this.numbers;
    const { labelmap } = this.session.mask;
    const foreign = this.session.foreign.shown?.slices;
    if (other === 0 && !foreign)
      return this.say('Choose the other structure first, or bring a VOI from elsewhere in.');
    if (other === this.active) return this.say('Choose another structure than the active one.');
    if (other !== 0 && operation !== 'union') {
      return this.say('Structures of one case never overlap, so only their union changes anything.');
    }
    const side = other === 0 ? foreign! : labelmap.slices;
    const inside = (value: number) => (other === 0 ? value !== 0 : value === other);
    this.step(operation, (write) =>
      combine(labelmap, this.active, { slices: side, inside }, operation, write),
    );
  }

  private get active(): number {
    return this.session.painter.activeLabel;
  }

  /** The axial slice that is seen. */
  private get slice(): number {
    const { geometry } = this.room.series;
    return geometry.clamp(geometry.toVoxel(this.room.viewing.point))[2];
  }

  private settle(keep: boolean, k?: number): void {
    const { labelmap } = this.session.mask;
    if (provisionalSlices(labelmap, this.active).length === 0) return;
    const name = keep ? 'Confirmed' : 'Provisional dropped';
    this.step(name, (write) => settleProvisional(labelmap, this.active, keep, write, k), false);
  }

  private nextProvisional(): void {
    const slices = provisionalSlices(this.session.mask.labelmap, this.active);
    if (slices.length > 0 && !slices.includes(this.slice)) {
      this.goToSlice(slices.find((k) => k > this.slice) ?? slices[0]);
    }
  }

  private goToSlice(k: number): void {
    const { geometry } = this.room.series;
    const voxel = geometry.clamp(geometry.toVoxel(this.room.viewing.point));
    void this.room.viewing.goTo(geometry.toPatient([voxel[0], voxel[1], k]));
  }

  private step(name: string, act: (write: Write) => void, speaks = true): boolean {
    return this.stepOn(name, this.active, act, speaks);
  }

  private stepOn(name: string, label: number, act: (write: Write) => void, speaks = true): boolean {
    const { painter } = this.session;
    if (this.room.readOnly || painter.isStroking) return false;
    if (painter.locked.has(label)) {
      this.say('The structure is locked. Unlock it to change it.');
      return false;
    }
    if (this.room.hand.huLock && this.room.loading.holdsUp('Drawing by HU')) return false;
    const changed = painter.step(name, label, this.room.hand, act);
    if (!changed && speaks) {
      const why = painter.withheld > 0 ? 'what it would take is locked.' : 'nothing to change here.';
      this.say(`${name}: ${why}`);
    }
    this.room.refresh();
    return changed;
  }

  private async compute(
    name: string,
    kind: ComputationKind,
    numbers: Record<string, number | boolean>,
    use: MaskUse,
    target = this.active,
  ): Promise<number | undefined> {
    const { session, room } = this;
    if (room.readOnly || this.busy || session.painter.isStroking) return undefined;
    const { labelmap } = session.mask;
    const editsBefore = session.edits;
    this.busy = name;
    room.refresh();
    try {
      const computed = await this.client.compute(this.active, kind, labelmap.toRuns(), numbers);
      if (session.edits !== editsBefore) {
        this.say(`${name} was left out, since something was drawn meanwhile. Ask again.`);
        return undefined;
      }
      room.notice.reached();
      const mask = decodeRuns(computed.runs, labelmap.sliceLength, labelmap.dims[2]);
      this.stepOn(name, target, (write) => takeMask(labelmap, mask, target, use, write));
      return computed.shareAtLimit ?? undefined;
    } catch (problem) {
      room.notice.failed(problem);
      return undefined;
    } finally {
      this.busy = null;
      room.refresh();
    }
  }

  private say(sentence: string): void {
    this.room.notice.say(sentence);
  }
}
