import type { OpenOptions } from '../contracts.ts';
import type { MaskStyle } from '../engine/maskLayer.ts';
import type { LoadProgress, Series } from '../engine/series.ts';
import type { View } from '../engine/view.ts';
import type { Triple } from '../geometry/vector.ts';
import { structureStatistics } from '../labelmap/statistics.ts';
import type { ContourSession } from './contourSession.ts';
import { showHelp } from './help.ts';
import { listenToKeys } from './keys.ts';
import { keyActions } from './keyActions.ts';
import { type Layout, toggleMaximised } from './layout.ts';
import type { Notice } from './notice.ts';
import { OptionsPanel } from './optionsPanel.ts';
import { PaneOverlay } from './paneOverlay.ts';
import { PointerInput } from './pointerInput.ts';
import { SavePanel } from './savePanel.ts';
import { draftText, StatusLine } from './statusLine.ts';
import { StatisticsPane } from './statisticsPane.ts';
import { StructuresPanel } from './structuresPanel.ts';
import { ToolRail } from './toolRail.ts';
import { firstHand, type Hand, nextRadius, type ToolId, tools, windowPresets } from './tools.ts';
import { TopBar } from './topBar.ts';
import type { Viewing } from './viewing.ts';

/** Connects what the reader does with what is seen and drawn; every part of the screen is refreshed from here. */
export class Room {
  hand: Hand = { ...firstHand };
  maskStyle: MaskStyle = 'filled';
  private readonly overlays: PaneOverlay[];
  private readonly hidden = new Set<number>();
  private readonly topBar: TopBar;
  private readonly rail: ToolRail;
  private readonly optionsPanel: OptionsPanel;
  private readonly structuresPanel: StructuresPanel;
  private readonly savePanel: SavePanel | null;
  private readonly statistics: StatisticsPane;
  private readonly statusLine: StatusLine;
  private readonly cleanups: (() => void)[] = [];
  private frame = 0;
  private statisticsTimer = 0;
  private panning = false;
  private strokeView: View | null = null;
  private shift = false;

  constructor(
    readonly layout: Layout,
    private readonly notice: Notice,
    options: OpenOptions,
    readonly readOnly: boolean,
    readonly series: Series,
    readonly viewing: Viewing,
    readonly session: ContourSession | null,
  ) {
    this.topBar = new TopBar(layout.top, options.subjectCode, options.backUrl, {
      preset: (n) => this.preset(n),
      invert: () => viewing.invert(),
      mask: () => this.setMaskStyle(this.maskStyle === 'hidden' ? 'filled' : 'hidden'),
      undo: () => this.undo(),
      redo: () => this.redo(),
      help: () => this.help(),
    });
    this.rail = new ToolRail(layout.toolRail, readOnly, (tool) => this.setTool(tool));
    this.optionsPanel = new OptionsPanel(layout.options, (part) => this.setHand(part));
    this.structuresPanel = new StructuresPanel(layout.structures, readOnly, {
      activate: (label) => this.activate(label),
      toggleShown: (label) => this.toggleShown(label),
      toggleLocked: (label) => this.toggleLocked(label),
    });
    this.savePanel = session && !readOnly ? new SavePanel(layout.save, () => this.save()) : null;
    layout.save.hidden = this.savePanel === null;
    this.statistics = new StatisticsPane(layout.statistics);
    this.statusLine = new StatusLine(layout.status);
    this.overlays = viewing.views.all.map((view) => this.dress(view));
    this.listen();
  }

  /** Brings every part of the screen up to date with the next frame. */
  refresh(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.drawNow();
    });
  }

  loadingChanged(progress: LoadProgress): void {
    this.refresh();
    if (progress.loaded + progress.failed < progress.total || progress.failed === 0) return;
    const slices = this.series.failedSlices().map((k) => k + 1);
    this.notice.show(
      `${slices.length} of ${progress.total} slices could not be read: ${listOf(slices)}. The others are shown.`,
    );
  }

  setTool(tool: ToolId): void {
    if (this.readOnly && tools.find((candidate) => candidate.id === tool)?.paints) return;
    this.setHand({ tool });
  }

  /** Changes what is in hand, but never in the middle of a stroke. */
  setHand(part: Partial<Hand>): void {
    if (this.session?.painter.isStroking) return;
    this.hand = { ...this.hand, ...part };
    this.refresh();
  }

  resizeBrush(up: boolean): void {
    this.setHand({ radiusMm: nextRadius(this.hand.radiusMm, up) });
  }

  preset(n: number): void {
    const preset = windowPresets[n];
    if (preset) this.viewing.setWindow(preset);
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

  setPanning(on: boolean): void {
    this.panning = on;
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
    this.statisticsSoon();
    this.refresh();
  }

  activateNext(step: 1 | -1): void {
    const labels = this.session?.structures.map((structure) => structure.label) ?? [];
    const at = labels.indexOf(this.session?.painter.activeLabel ?? 0);
    if (labels.length > 0) this.activate(labels[(at + step + labels.length) % labels.length]);
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

  save(): void {
    const { session, savePanel } = this;
    if (!session || !savePanel || session.saving || !session.dirty) return;
    const reason = session.version > 0 ? savePanel.takeReason() : null;
    if (session.version > 0 && reason === null) return;
    const before = session.version;
    void session.save(reason).then(() => {
      if (session.version > before) savePanel.clearReason();
    });
  }

  dispose(): void {
    cancelAnimationFrame(this.frame);
    window.clearTimeout(this.statisticsTimer);
    for (const clean of this.cleanups) clean();
    this.session?.dispose();
  }

  private dress(view: View): PaneOverlay {
    const overlay = new PaneOverlay(view, this.series.geometry);
    this.layout.panes[view.id].append(overlay.layer);
    this.viewing.views.onDrawn(view, () => this.refresh());
    new PointerInput(overlay.layer, view, {
      start: (on, at, shift) => this.start(on, at, shift),
      drag: (on, at, by) => this.drag(on, at, by),
      end: (on) => this.end(on),
      hover: (on, at) => this.hover(on, at),
      scroll: (on, slices) => !this.session?.painter.isStroking && void this.viewing.scroll(on, slices),
      resize: (up) => this.resizeBrush(up),
      maximise: (on) => !this.inHand().paints && this.maximise(on),
      isPanning: () => this.panning,
    });
    return overlay;
  }

  private listen(): void {
    const stopKeys = listenToKeys(keyActions(this), (key) => {
      if (key === ' ') this.panning = false;
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

  private inHand() {
    return tools.find((tool) => tool.id === this.hand.tool)!;
  }

  private start(view: View, at: [number, number], shift: boolean): void {
    const point = view.toWorld(at[0], at[1]);
    if (this.hand.tool === 'crosshair') void this.viewing.goTo(point);
    if (!this.inHand().paints || !this.session || this.readOnly) return;
    this.shift = shift;
    this.strokeView = view;
    if (!this.session.painter.begin(this.hand, point, view.directions().normal, shift)) {
      this.notice.show('The active structure is locked. Unlock it to change it.');
    }
    this.strokeShown();
  }

  private drag(view: View, at: [number, number], by: [number, number]): void {
    if (this.hand.tool === 'window') this.viewing.dragWindow(by);
    if (this.hand.tool === 'crosshair') void this.viewing.goTo(view.toWorld(at[0], at[1]));
    if (!this.session?.painter.isStroking) return;
    this.session.painter.move(this.hand, view.toWorld(at[0], at[1]), view.directions().normal);
    this.strokeShown();
  }

  private end(view: View): void {
    const { normal, right } = view.directions();
    this.session?.painter.end(this.hand, normal, right);
    this.strokeView = null;
    this.shift = false;
    this.statisticsSoon();
    this.refresh();
  }

  private hover(view: View, at: [number, number] | null): void {
    this.viewing.pointer = at ? { view, at } : null;
    this.refresh();
  }

  private strokeShown(): void {
    this.refresh();
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

  private drawNow(): void {
    this.session?.mask.flush();
    this.drawOverlays();
    const { session, viewing } = this;
    this.rail.show(this.hand.tool);
    this.optionsPanel.show(this.hand);
    const history = session?.painter.history;
    this.topBar.show({
      preset: viewing.presetShown(),
      canUndo: history?.canUndo ?? false,
      canRedo: history?.canRedo ?? false,
    });
    this.statusLine.show(this.series, viewing, this.hand, session);
    if (!session) return;
    this.structuresPanel.show(this.structureRows(session));
    this.savePanel?.show({
      version: session.version,
      savedAt: session.savedAt,
      dirty: session.dirty,
      saving: session.saving,
      draft: draftText(session),
    });
    this.statisticsSoon();
  }

  private drawOverlays(): void {
    const { viewing, hand } = this;
    const { window } = viewing;
    const erases = (hand.tool === 'eraser') !== (hand.swapped !== this.shift);
    for (const [n, view] of viewing.views.all.entries()) {
      const here = viewing.pointer?.view === view ? viewing.pointer.at : null;
      const voxel = here ? viewing.voxelInFocus() : this.series.geometry.toVoxel(viewing.point);
      this.overlays[n].draw({
        point: viewing.point,
        pointer: here,
        hu: this.series.huAt(voxel),
        hand,
        paints: this.inHand().paints,
        erases,
        outline: this.strokeView === view ? (this.session?.painter.outline ?? []) : [],
        crosshairShown: !viewing.views.isStack,
        window: `C ${window.centre}  W ${window.width}`.replace('-', '−'),
      });
    }
  }

  private structureRows(session: ContourSession) {
    return session.structures.map((structure) => {
      const voxelCount = session.mask.labelmap.count(structure.label);
      return {
        structure,
        voxelCount,
        volumeMl: voxelCount * this.series.geometry.voxelVolumeMl,
        active: structure.label === session.painter.activeLabel,
        shown: !this.hidden.has(structure.label),
        locked: session.painter.locked.has(structure.label),
      };
    });
  }

  /** Statistics look at every voxel of the structure, so they wait for a pause. */
  private statisticsSoon(): void {
    this.statisticsTimer ||= window.setTimeout(() => {
      this.statisticsTimer = 0;
      const { session } = this;
      if (!session || session.painter.isStroking) return;
      const { activeLabel } = session.painter;
      const name = session.structures.find((structure) => structure.label === activeLabel)?.name ?? '';
      const found = structureStatistics(session.mask.labelmap, activeLabel, this.series.geometry, (k) =>
        this.series.hu(k),
      );
      this.statistics.showStructure(name, found);
      this.statistics.showFeatures(session.features);
    }, 250);
  }
}

function listOf(slices: number[]): string {
  const shown = slices.slice(0, 8).join(', ');
  return slices.length > 8 ? `${shown} and ${slices.length - 8} more` : shown;
}
