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
import { GraphicsLoss } from './graphicsLoss.ts';
import { showHelp } from './help.ts';
import { keyActions } from './keyActions.ts';
import { listenToKeys } from './keys.ts';
import { ReadSteps } from './readSteps.ts';
import { rangeUnderBrush } from './pickedRange.ts';
import type { Elsewhere } from './elsewhere.ts';
import { type Layout, toggleMaximised } from './layout.ts';
import { Measurements } from './measurements.ts';
import type { Notice } from './notice.ts';
import { Screen } from './screen.ts';
import { Strokes } from './strokes.ts';
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
  readonly graphics: GraphicsLoss;
  readonly commands: StructureCommands | null;
  approval: ApprovalPanel | null = null;
  elsewhere: Elsewhere | null = null;
  /** Called once when nothing may be drawn any more. */
  readonly whenClosed: (() => void)[] = [];
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
    this.graphics = new GraphicsLoss(this);
    this.commands = session && !this.readOnly ? new StructureCommands(this, session, client) : null;
    this.reading = new ReadSteps(this, client, options.backUrl);
    if (session) session.conflicts.look = (point) => void viewing.goTo(point);
    this.screen = new Screen(this, options, read);
    this.listen();
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
    if (!at || this.loading.holdsUp('The HU range')) return;
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
    if (this.loading.holdsUp('A slab of several slices')) return;
    this.viewing.nextSlab();
  }

  undo(): void {
    if (!this.readOnly) this.session?.steps.undo();
  }

  redo(): void {
    if (!this.readOnly) this.session?.steps.redo();
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
    const { reasonToWait } = this.loading;
    if (reasonToWait) return panel.say(`${reasonToWait} Save when it is complete; what you draw is kept.`);
    if (!session.dirty) return panel.say('Nothing was drawn since the last save.');
    if (!panel.accepts(this.doubts(session), session.edits)) return;
    const reason = session.version > 0 ? panel.takeReason() : null;
    if (session.version > 0 && reason === null) return;
    const before = session.version;
    void session.save(reason).then(() => {
      if (session.version === before) return;
      panel.clearReason();
      this.notice.saved();
      this.elsewhere?.tell();
    });
  }

  /** The read is done or locked: from now on it is only looked at. What is on the screen stays there. */
  close(): void {
    if (this.inHand().paints) this.setHand({ tool: 'window' });
    this.readOnly = true;
    this.reading.stop();
    this.screen.close();
    for (const closed of this.whenClosed.splice(0)) closed();
  }

  dispose(): void {
    this.loading.dispose();
    this.graphics.dispose();
    this.elsewhere?.close();
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
    // What is clicked beside the images; a press on an image says so itself, before it acts.
    const click = (event: Event) => {
      if (event.target instanceof Node && !this.layout.grid.contains(event.target)) this.notice.acted();
    };
    this.layout.root.addEventListener('click', click, true);
    const hide = () => void (document.visibilityState === 'hidden' && this.session?.flushDraft(true));
    window.addEventListener('beforeunload', guard);
    document.addEventListener('visibilitychange', hide);
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
}
