import type { OpenOptions, ReadState } from '../contracts.ts';
import type { MaskStyle } from '../engine/maskLayer.ts';
import type { Series } from '../engine/series.ts';
import type { View } from '../engine/view.ts';
import type { Triple } from '../geometry/vector.ts';
import { structureStatistics } from '../labelmap/statistics.ts';
import type { ReadClient } from '../server/readClient.ts';
import type { ApprovalPanel } from './approvalPanel.ts';
import { type Doubt, doubtsOf } from './checks.ts';
import { StructureCommands } from './commands.ts';
import type { ContourSession } from './contourSession.ts';
import { CtLoading } from './ctLoading.ts';
import type { ForeignActions } from './foreignPanel.ts';
import { showHelp } from './help.ts';
import { keyActions } from './keyActions.ts';
import { listenToKeys } from './keys.ts';
import { ReadSteps } from './readSteps.ts';
import { rangeUnderBrush } from './pickedRange.ts';
import { type Layout, toggleMaximised } from './layout.ts';
import { Measurements } from './measurements.ts';
import type { Notice } from './notice.ts';
import { Screen } from './screen.ts';
import { Strokes } from './strokes.ts';
import type { StructureActions } from './structuresPanel.ts';
import { firstHand, type Hand, nextRadius, type ToolId, tools, windowPresets } from './tools.ts';
import type { Viewing } from './viewing.ts';

/** What the reader can do in an open case; keys, panels and mouse all come here. */
export class Room {
  hand: Hand = { ...firstHand };
  maskStyle: MaskStyle = 'filled';
  readonly hidden = new Set<number>();
  readonly strokes = new Strokes(this);
  readonly measurements: Measurements;
  readonly loading: CtLoading;
  readonly commands: StructureCommands | null;
  approval: ApprovalPanel | null = null;
  readonly reading: ReadSteps;
  readOnly: boolean;
  private readonly screen: Screen;
  private readonly cleanups: (() => void)[] = [];

  constructor(
    readonly layout: Layout,
    readonly notice: Notice,
    options: OpenOptions,
    client: ReadClient,
    readonly read: ReadState,
    readonly series: Series,
    readonly viewing: Viewing,
    readonly session: ContourSession | null,
  ) {
    this.loading = new CtLoading(series, notice, () => this.refresh());
    this.measurements = new Measurements(series, () => this.refresh());
    this.readOnly = read.readOnly || session === null;
    this.commands = session && !this.readOnly ? new StructureCommands(this, session, client) : null;
    this.reading = new ReadSteps(this, client, options.backUrl);
    this.screen = new Screen(this, options, read);
    this.listen();
  }

  get structureActions(): StructureActions {
    return {
      activate: (label) => this.activate(label),
      toggleShown: (label) => this.toggleShown(label),
      toggleLocked: (label) => this.toggleLocked(label),
      add: (code) => void this.session?.withList(async (list) => this.activate((await list.add(code)).label)),
      change: (label, code) => void this.session?.withList((list) => list.change(label, code)),
      remove: (label) => this.removeStructure(label),
    };
  }

  get foreignActions(): ForeignActions | null {
    const { session, commands } = this;
    if (!session || !commands) return null;
    return {
      open: (file) => void session.foreign.open(file).then(() => this.lookAtForeign()),
      choose: (index) => {
        session.foreign.shown?.choose(index);
        this.lookAtForeign();
      },
      adopt: () => commands.adopt(),
      close: () => session.foreign.close(),
    };
  }

  refresh(): void {
    this.screen.refresh();
  }

  inHand() {
    return tools.find((tool) => tool.id === this.hand.tool)!;
  }

  setTool(tool: ToolId): void {
    if (this.readOnly && tools.find((candidate) => candidate.id === tool)?.paints) return;
    this.setHand({ tool });
  }

  /** Changes what is in hand, but never in the middle of a stroke. */
  setHand(part: Partial<Hand>): void {
    if (this.session?.painter.isStroking || this.measurements.isMeasuring) return;
    this.hand = { ...this.hand, ...part };
    this.refresh();
  }

  /** Takes the HU range from the image: mean and two deviations of what lies under the brush. */
  pickRange(): void {
    const at = this.viewing.pointer;
    if (!at) return;
    const point = at.view.toWorld(at.at[0], at.at[1]);
    const range = rangeUnderBrush(this.series, point, at.view.directions().normal, this.hand.radiusMm);
    if (range) this.setHand({ range });
  }

  resizeBrush(up: boolean): void {
    this.setHand({ radiusMm: nextRadius(this.hand.radiusMm, up) });
  }

  preset(n: number): void {
    const preset = windowPresets[n];
    if (preset) this.viewing.setWindow(preset);
  }

  nextSlab(): void {
    if (this.viewing.views.isStack || this.session?.painter.isStroking) return;
    this.viewing.nextSlab();
  }

  undo(): void {
    this.session?.painter.undo();
  }

  redo(): void {
    this.session?.painter.redo();
  }

  help(): void {
    showHelp(this.layout.help);
  }

  maximise(view: View): void {
    toggleMaximised(this.layout, this.layout.panes[view.id]);
    this.resized();
  }

  setMaskStyle(style: MaskStyle): void {
    this.maskStyle = style;
    this.session?.mask.setStyle(style);
    for (const label of this.hidden) this.session?.mask.showStructure(label, false);
    this.viewing.views.render();
    this.refresh();
  }

  activate(label: number): void {
    if (!this.session || this.session.painter.isStroking) return;
    this.session.painter.activeLabel = label;
    this.refresh();
  }

  activateNext(step: 1 | -1): void {
    const labels = this.session?.structures.map((structure) => structure.label) ?? [];
    const at = labels.indexOf(this.session?.painter.activeLabel ?? 0);
    if (labels.length > 0) this.activate(labels[(at + step + labels.length) % labels.length]);
  }

  addStructure(): void {
    if (!this.readOnly) this.screen.structures.addNew();
  }

  /** Centre of the active structure, when it has a voxel. */
  centreOfActive(): Triple | null {
    if (!this.session) return null;
    const { painter, mask } = this.session;
    return structureStatistics(mask.labelmap, painter.activeLabel, this.series.geometry, () => null).centre;
  }

  goToActive(): void {
    const centre = this.centreOfActive();
    if (centre) void this.viewing.goTo(centre);
  }

  /** Shows the place of a doubt. */
  look(doubt: Doubt): void {
    this.activate(doubt.label);
    if (doubt.place) void this.viewing.goTo(doubt.place);
  }

  /** Saves; what looks wrong is said first, and only what can be meant is saved on the second try. */
  save(): void {
    const { session } = this;
    const panel = this.screen.savePanel;
    if (!session || !panel || session.saving) return;
    if (!session.dirty) return panel.say('Nothing was drawn since the last save.');
    if (!panel.accepts(this.doubts(session), session.edits)) return;
    const reason = session.version > 0 ? panel.takeReason() : null;
    if (session.version > 0 && reason === null) return;
    const before = session.version;
    void session.save(reason).then(() => {
      if (session.version > before) panel.clearReason();
    });
  }

  /** The read is done: from now on it is only looked at. */
  close(): void {
    this.readOnly = true;
    this.screen.close();
  }

  dispose(): void {
    this.loading.dispose();
    this.screen.dispose();
    for (const clean of this.cleanups) clean();
    this.session?.dispose();
  }

  private doubts(session: ContourSession): Doubt[] {
    return doubtsOf({
      labelmap: session.mask.labelmap,
      structures: session.structures,
      geometry: this.series.geometry,
      hu: (k) => this.series.hu(k),
      minimumVoxels: session.minimumVoxels,
    });
  }

  private listen(): void {
    const stopKeys = listenToKeys(keyActions(this), (key) => {
      if (key === ' ') this.strokes.isPanning = false;
    });
    const observer = new ResizeObserver(() => this.resized());
    observer.observe(this.layout.grid);
    const guard = (event: BeforeUnloadEvent) => {
      if (this.session?.isUnsafeToLeave) event.preventDefault();
    };
    const hide = () => void (document.visibilityState === 'hidden' && this.session?.flushDraft(true));
    window.addEventListener('beforeunload', guard);
    document.addEventListener('visibilitychange', hide);
    this.viewing.views.onContextLost(() =>
      this.notice.show('The graphics card was lost. What is drawn is kept; reload to see the images again.', [
        { name: 'Reload', act: () => location.reload() },
      ]),
    );
    this.cleanups.push(
      stopKeys,
      () => observer.disconnect(),
      () => window.removeEventListener('beforeunload', guard),
      () => document.removeEventListener('visibilitychange', hide),
    );
  }

  private resized(): void {
    this.viewing.views.resize();
    void this.viewing.goTo(this.viewing.point);
  }

  /** Goes to the middle of the region from elsewhere, so that it is seen. */
  private lookAtForeign(): void {
    const slices = this.session?.foreign.shown?.slices ?? [];
    const drawn = slices.flatMap((slice, k) => (slice.includes(1) ? [k] : []));
    if (drawn.length === 0) return;
    const k = drawn[Math.floor(drawn.length / 2)];
    const at = slices[k].indexOf(1);
    const nx = this.series.geometry.dims[0];
    void this.viewing.goTo(this.series.geometry.toPatient([at % nx, Math.floor(at / nx), k]));
  }

  private toggleShown(label: number): void {
    const show = this.hidden.delete(label);
    if (!show) this.hidden.add(label);
    this.session?.mask.showStructure(label, show);
    this.viewing.views.render();
    this.refresh();
  }

  private toggleLocked(label: number): void {
    const { locked } = this.session!.painter;
    if (!locked.delete(label)) locked.add(label);
    this.refresh();
  }

  /** Takes a structure and its voxels out of the case; the voxels come back with undo only while it is on the list. */
  private removeStructure(label: number): void {
    const { session } = this;
    if (!session || session.painter.isStroking) return;
    if (session.mask.labelmap.count(label) === 0) return void session.remove(label);
    this.look({ level: 'ask', sentence: '', label, place: null });
    this.notice.show('Its voxels go with it. Undo does not bring the structure back.', [
      { name: 'Remove it', act: () => void session.remove(label) },
      { name: 'Keep it', act: () => undefined },
    ]);
  }
}
