import type { OpenOptions, ReadState } from '../contracts.ts';
import { axialDiameters, type Diameters } from '../labelmap/diameters.ts';
import { provisionalBit } from '../labelmap/labels.ts';
import { structureStatistics } from '../labelmap/statistics.ts';
import { provisionalSlices } from '../labelmap/steps.ts';
import type { ContourSession } from './contourSession.ts';
import { askToDiscard } from './discardDraft.ts';
import { Fold } from './fold.ts';
import { ForeignPanel } from './foreignPanel.ts';
import { OperationsPanel } from './operationsPanel.ts';
import { OptionsPanel } from './optionsPanel.ts';
import { foreignActions, structureActions } from './panelActions.ts';
import { PaneOverlay } from './paneOverlay.ts';
import { ReadPanel } from './readPanel.ts';
import type { Room } from './room.ts';
import { listUrl } from './readSteps.ts';
import { SavePanel } from './savePanel.ts';
import { StatisticsPane } from './statisticsPane.ts';
import { draftText, StatusLine } from './statusLine.ts';
import { StructuresPanel } from './structuresPanel.ts';
import { ToolRail } from './toolRail.ts';
import { TopBar } from './topBar.ts';
import { VersionsPanel } from './versionsPanel.ts';

/** Every part of the screen around the images, brought up to date once per frame. */
export class Screen {
  readonly savePanel: SavePanel | null;
  readonly structures: StructuresPanel;
  readonly readPanel: ReadPanel;
  private readonly overlays: PaneOverlay[];
  private readonly topBar: TopBar;
  private readonly rail: ToolRail;
  private readonly options: OptionsPanel;
  private readonly operations: OperationsPanel | null;
  private readonly foreign: ForeignPanel | null;
  private readonly versions: VersionsPanel;
  private versionsShown: unknown = null;
  private readonly foreignFold: Fold | null;
  private readonly statistics: StatisticsPane;
  private readonly statusLine: StatusLine;
  private readonly diameters = new Map<number, { count: number; found: Diameters | null }>();
  private statisticsTimer = 0;
  private statisticsOf = '';
  private frame = 0;

  constructor(
    private readonly room: Room,
    options: OpenOptions,
    read: ReadState,
  ) {
    const { layout, viewing, session, readOnly } = room;
    this.topBar = new TopBar(
      layout.top,
      options.subjectCode,
      options.backUrl && listUrl(options.backUrl, read),
      {
        preset: (n) => room.preset(n),
        invert: () => viewing.invert(),
        slab: () => room.nextSlab(),
        mask: () => room.setMaskStyle(room.maskStyle === 'hidden' ? 'filled' : 'hidden'),
        undo: () => room.undo(),
        redo: () => room.redo(),
        help: () => room.help(),
      },
    );
    this.rail = new ToolRail(layout.toolRail, readOnly, (tool) => room.setTool(tool));
    this.options = new OptionsPanel(layout.options, (part) => room.setHand(part));
    this.structures = new StructuresPanel(layout.structures, readOnly, structureActions(room));
    this.operations = room.commands ? new OperationsPanel(layout.operations, room.commands) : null;
    const elsewhere = foreignActions(room);
    this.foreign = elsewhere ? new ForeignPanel(layout.foreign, layout.grid, elsewhere) : null;
    layout.foreign.hidden = this.foreign === null;
    this.versions = new VersionsPanel(layout.versions, options.readUrl);
    this.savePanel =
      session && !readOnly
        ? new SavePanel(
            layout.save,
            () => room.save(),
            (doubt) => room.look(doubt),
            () => askToDiscard(session, room.notice),
          )
        : null;
    layout.save.hidden = this.savePanel === null;
    layout.operations.hidden = this.operations === null;
    new Fold(layout.structures, 'structures', true);
    new Fold(layout.options, 'options', true);
    if (this.operations) new Fold(layout.operations, 'operations', true);
    // What is looked at now and then opens on demand, so that the tools have the room.
    new Fold(layout.versions, 'versions', readOnly);
    this.foreignFold = this.foreign ? new Fold(layout.foreign, 'foreign', false) : null;
    this.readPanel = new ReadPanel(layout.read, read, room.reading);
    this.statistics = new StatisticsPane(layout.statistics);
    this.statusLine = new StatusLine(layout.status);
    this.overlays = viewing.views.all.map((view) => {
      const overlay = new PaneOverlay(view, room.series.geometry);
      layout.panes[view.id].append(overlay.layer);
      viewing.views.onDrawn(view, () => this.refresh());
      room.strokes.listen(overlay.layer, view);
      return overlay;
    });
  }

  /** Brings every part up to date with the next frame. */
  refresh(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      if (!this.room.graphics.isLost) this.draw();
    });
  }

  dispose(): void {
    this.room.reading.stop();
    cancelAnimationFrame(this.frame);
    window.clearTimeout(this.statisticsTimer);
  }

  private draw(): void {
    const { room } = this;
    const { session, viewing } = room;
    session?.mask.flush();
    this.drawOverlays();
    this.rail.show(room.hand.tool);
    this.options.show(room.hand);
    const history = session?.painter.history;
    this.topBar.show({
      preset: viewing.presetShown(),
      slabMm: viewing.slabMm,
      canUndo: !room.readOnly && (history?.canUndo ?? false),
      canRedo: !room.readOnly && (history?.canRedo ?? false),
    });
    this.statusLine.show(room.series, viewing, room.hand, session);
    if (!session) return;
    const { labelmap } = session.mask;
    const active = session.painter.activeLabel;
    this.structures.show(this.rows(session));
    const waiting =
      labelmap.count(active | provisionalBit) > 0 ? provisionalSlices(labelmap, active).length : 0;
    this.operations?.show(session.structures, active, waiting, session.foreign.shown?.name ?? null);
    if (this.foreign?.show(session.foreign.shown) && session.foreign.shown) this.foreignFold?.show(true);
    if (this.versionsShown !== session.versions) this.versions.show(session.versions);
    this.versionsShown = session.versions;
    this.savePanel?.show({
      version: session.version,
      savedAt: session.list.savedAt,
      newest: session.newest,
      dirty: session.dirty,
      saving: session.saving,
      edits: session.edits,
      draft: draftText(session),
    });
    room.approval?.show(session, room.layout.save.hidden === true, room.loading.reasonToWait);
    this.readPanel.show(session.version > 0 && !session.saving);
    this.statisticsSoon(session);
  }

  /** Nothing is drawn or saved any more; what is shown stays. */
  close(): void {
    const { layout } = this.room;
    this.readPanel.close();
    this.rail.close();
    this.structures.close();
    for (const name of ['save', 'operations', 'foreign'] as const) layout[name].hidden = true;
    this.refresh();
  }

  private drawOverlays(): void {
    const { viewing, hand, session, series, strokes, measurements } = this.room;
    const { window } = viewing;
    const erases = (hand.tool === 'eraser') !== (hand.swapped !== strokes.shift);
    // A stack shows nothing but slices that are there.
    const missing = viewing.views.isStack ? [] : series.missingRuns();
    for (const [n, view] of viewing.views.all.entries()) {
      const here = viewing.pointer?.view === view ? viewing.pointer.at : null;
      const voxel = here ? viewing.voxelInFocus() : series.geometry.toVoxel(viewing.point);
      this.overlays[n].draw({
        point: viewing.point,
        pointer: here,
        hu: series.huAt(voxel),
        hand,
        paints: this.room.inHand().paints,
        erases,
        outline: strokes.view === view ? (session?.painter.outline ?? []) : [],
        crosshairShown: !viewing.views.isStack,
        measurements: measurements.on(view, viewing.point),
        missing,
        window: `C ${window.centre}  W ${window.width}`.replace('-', '−'),
        remark: this.remark(view.id === 'axial'),
      });
    }
  }

  private remark(isAxial: boolean): string {
    const { viewing, session, series } = this.room;
    if (viewing.slabMm > 0) return `Brightest of ${viewing.slabMm} mm`;
    if (!session || !isAxial) return '';
    if (!series.isComplete && !series.hu(series.geometry.sliceAt(viewing.point)))
      return 'This slice is still loading';
    const k = series.geometry.clamp(series.geometry.toVoxel(viewing.point))[2];
    const { labelmap } = session.mask;
    const value = session.painter.activeLabel | provisionalBit;
    if (labelmap.count(value) === 0 || !labelmap.slices[k].includes(value)) return '';
    return 'Provisional: Enter confirms, Delete drops';
  }

  private rows(session: ContourSession) {
    const { labelmap } = session.mask;
    const { series, hidden } = this.room;
    return session.structures.map((structure) => {
      const { label } = structure;
      const voxelCount = labelmap.count(label);
      const known = this.diameters.get(label);
      return {
        structure,
        voxelCount,
        volumeMl: voxelCount * series.geometry.voxelVolumeMl,
        diameters: voxelCount > 0 ? (known?.found ?? null) : null,
        active: label === session.painter.activeLabel,
        shown: !hidden.has(label),
        locked: session.painter.locked.has(label),
      };
    });
  }

  /** Statistics look at every voxel of the structure, so they wait for a pause, and for a change. */
  private statisticsSoon(session: ContourSession): void {
    this.statisticsTimer ||= window.setTimeout(() => {
      this.statisticsTimer = 0;
      if (session.painter.isStroking) return;
      const { series } = this.room;
      const { labelmap } = session.mask;
      const label = session.painter.activeLabel;
      const name = session.list.byLabel(label)?.name ?? '';
      const primary = session.structures.find((structure) => structure.kind === 'primary')?.name ?? name;
      this.statistics.showFeatures(session.features.report, session.dirty, { name: primary, beside: name });
      const key = `${label} ${session.revision} ${series.isComplete} ${session.structures.map((s) => s.name)}`;
      if (key === this.statisticsOf) return;
      this.statisticsOf = key;
      const found = structureStatistics(labelmap, label, series.geometry, (k) => series.hu(k));
      this.statistics.showStructure(name, found, !series.isComplete);
      this.measureAll(session, label, found.diameters);
      this.refresh();
    }, 250);
  }

  private measureAll(session: ContourSession, active: number, ofActive: Diameters | null): void {
    const { labelmap } = session.mask;
    for (const { label } of session.structures) {
      const count = labelmap.count(label);
      if (label === active) this.diameters.set(label, { count, found: ofActive });
      else if (this.diameters.get(label)?.count !== count) {
        this.diameters.set(label, {
          count,
          found: axialDiameters(labelmap, label, this.room.series.geometry),
        });
      }
    }
  }
}
