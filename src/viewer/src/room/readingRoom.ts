import { cache } from '@cornerstonejs/core';
import dicomImageLoader from '@cornerstonejs/dicom-image-loader';
import type { Callbacks, OpenOptions, ReadState } from '../contracts.ts';
import { startCornerstone } from '../engine/cornerstone.ts';
import { MaskLayer } from '../engine/maskLayer.ts';
import { Series } from '../engine/series.ts';
import { Views } from '../engine/views.ts';
import { hasWebGl2 } from '../engine/webgl.ts';
import { Prefetch } from '../server/prefetch.ts';
import { type KeptWork, readLocalCopy } from '../server/localCopy.ts';
import { ReadClient } from '../server/readClient.ts';
import { Adjudicator } from './adjudicator.ts';
import { ApprovalPanel } from './approvalPanel.ts';
import { ContourSession } from './contourSession.ts';
import { buildLayout, type Layout } from './layout.ts';
import { Notice } from './notice.ts';
import { OtherWindows } from './otherWindows.ts';
import { Room } from './room.ts';
import { structuresOf } from './structureList.ts';
import { Viewing } from './viewing.ts';

const noWebGl =
  'This browser cannot draw volumes (WebGL2 is missing or switched off). The slices are shown one by one and nothing can be drawn. Use a current Chrome, Edge or Firefox with hardware acceleration on.';

/** Beyond this a volume may take more memory than a tab gets. */
const largestVolume = 800;

/** In the address: open a large series as a volume all the same. */
const anyway = '#volume';

const tooLarge = (slices: number): string =>
  `This series has ${slices} slices. Beyond ${largestVolume} a browser may run out of memory, so they are shown one by one and nothing can be drawn. A thicker reconstruction of the same scan opens as a volume.`;

/** One opened read: fetches what it needs, puts the room together, and takes it apart again. */
export class ReadingRoom {
  room: Room | null = null;
  private series: Series | null = null;
  private views: Views | null = null;
  private mask: MaskLayer | null = null;
  private readonly layout: Layout;
  private readonly notice: Notice;
  private prefetch: Prefetch | null = null;
  private others: OtherWindows | null = null;
  private adjudicator: Adjudicator | null = null;
  private disposed = false;

  constructor(
    host: HTMLElement,
    private readonly options: OpenOptions,
    private readonly callbacks: Callbacks,
  ) {
    this.layout = buildLayout(host);
    this.notice = new Notice(this.layout.notice);
    this.layout.status.textContent = 'Opening…';
  }

  async open(): Promise<void> {
    try {
      const client = new ReadClient(this.options.readUrl, this.options.antiforgeryToken);
      const images = withoutAlarm(Series.metadata(this.options));
      const local = withoutAlarm(readLocalCopy(this.options.readUrl));
      const state = await client.state();
      state.readOnly ||= this.options.readOnly ?? false;
      const kept = { local, stored: withoutAlarm(client.stored(state)) };
      const drawsVolumes = hasWebGl2();
      startCornerstone(!drawsVolumes);
      this.series = Series.open(this.options, state, await images);
      if (this.disposed) return;
      const large = state.dims[2] > largestVolume && location.hash !== anyway;
      const sentence = !drawsVolumes ? noWebGl : large ? tooLarge(state.dims[2]) : state.geometryMessage;
      const asStack = !drawsVolumes || large || state.geometry === 'stack';
      await (asStack ? this.openStack(state, client, sentence) : this.openVolume(state, client, kept));
    } catch (problem) {
      this.fail(problem);
    }
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.prefetch?.stop();
    this.others?.close();
    this.adjudicator?.dispose();
    this.room?.dispose();
    this.mask?.dispose();
    this.series?.dispose();
    this.views?.dispose();
    cache.purgeCache();
    dicomImageLoader.wadors.metaDataManager.purge();
    this.layout.root.remove();
  }

  private async openVolume(state: ReadState, client: ReadClient, kept: KeptWork): Promise<void> {
    const series = this.series!;
    this.views = await Views.ofVolume(series, this.layout.canvases);
    if (this.disposed) return this.views.dispose();
    const viewing = new Viewing(series, this.views, () => this.room?.refresh());
    this.mask = new MaskLayer(series, structuresOf(state));
    const session = new ContourSession(
      this.options.readUrl,
      client,
      series,
      this.mask,
      state,
      this.notice,
      this.callbacks,
      () => this.room?.refresh(),
    );
    this.room = new Room(this.layout, this.notice, this.options, client, state, series, viewing, session);
    this.room.approval = new ApprovalPanel(this.layout.approval, client, state);
    await session.restore(kept);
    if (this.disposed) return;
    if (!state.readOnly) this.others = new OtherWindows(this.options.readUrl, () => this.tellOfOthers());
    if (state.purpose === 'adjudication') await this.adjudicate(client);
    if (this.disposed) return;
    const ahead = new Prefetch(client, this.options.dicomWebRoot);
    this.prefetch = ahead;
    series.watch((progress) => {
      this.room?.loadingChanged(progress);
      if (progress.loaded + progress.failed === progress.total) void ahead.start();
    });
    const place = this.room.centreOfActive() ?? this.adjudicator?.centre() ?? viewing.point;
    series.load(series.geometry.clamp(series.geometry.toVoxel(place))[2]);
    viewing.setWindow(viewing.window);
    await viewing.goTo(place);
  }

  /** Puts both readers' VOIs over the images; without them there is nothing to decide. */
  private async adjudicate(client: ReadClient): Promise<void> {
    const opened = await Adjudicator.open(this.layout.adjudication, this.room!, this.series!, client);
    if (this.disposed) opened.dispose();
    else this.adjudicator = opened;
  }

  /** Paging through single slices: for a series that makes no volume, and for a browser that draws none. */
  private async openStack(state: ReadState, client: ReadClient, sentence: string | null): Promise<void> {
    const series = this.series!;
    for (const pane of ['sagittal', 'coronal'] as const) this.layout.panes[pane].hidden = true;
    this.layout.statistics.hidden = true;
    this.layout.grid.classList.add('rv-single');
    series.watch((progress) => this.room?.loadingChanged(progress));
    this.views = await Views.ofStack(series, this.layout.canvases.axial);
    if (this.disposed) return this.views.dispose();
    const viewing = new Viewing(series, this.views, () => this.room?.refresh());
    this.room = new Room(this.layout, this.notice, this.options, client, state, series, viewing, null);
    this.notice.show(
      sentence ??
        state.geometryMessage ??
        'These slices make no even volume; they are shown one by one and nothing can be drawn.',
      state.dims[2] > largestVolume && state.geometry === 'volume' && hasWebGl2()
        ? [{ name: 'Open as a volume all the same', act: openAnyway }]
        : [],
    );
    viewing.setWindow(viewing.window);
    await viewing.goTo(viewing.point);
  }

  private tellOfOthers(): void {
    // Never in place of something that has to be decided.
    if (this.notice.isShown) return;
    this.notice.show(
      'This read is also open in another window of this browser. Draw in one of them only: of two drafts one has to give way.',
    );
  }

  private fail(problem: unknown): void {
    if (this.disposed) return;
    const sentence = problem instanceof Error ? problem.message : 'The reading room could not be opened.';
    this.notice.show(sentence, [{ name: 'Try again', act: () => location.reload() }]);
    this.layout.status.textContent = sentence;
    this.layout.root.dataset.failed = 'true';
    this.callbacks.onFailed?.(sentence);
  }
}

/** For what is asked for early: when it fails, whoever waits for it later hears of it. */
function withoutAlarm<T>(asked: Promise<T>): Promise<T> {
  asked.catch(() => undefined);
  return asked;
}

function openAnyway(): void {
  location.hash = anyway;
  location.reload();
}
