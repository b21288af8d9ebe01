import { cache, utilities } from '@cornerstonejs/core';
import dicomImageLoader from '@cornerstonejs/dicom-image-loader';
import type { Callbacks, OpenOptions, ReadState } from '../contracts.ts';
import { drawsVolumes, startCornerstone } from '../engine/cornerstone.ts';
import { LoadingPictures } from '../engine/loadingPictures.ts';
import { MaskLayer } from '../engine/maskLayer.ts';
import { Series } from '../engine/series.ts';
import { Views } from '../engine/views.ts';
import type { Triple } from '../geometry/vector.ts';
import type { Opening } from '../server/opening.ts';
import { Prefetch } from '../server/prefetch.ts';
import type { ReadClient } from '../server/readClient.ts';
import { Adjudicator } from './adjudicator.ts';
import { ApprovalPanel } from './approvalPanel.ts';
import { ContourSession } from './contourSession.ts';
import { Elsewhere } from './elsewhere.ts';
import { buildLayout, type Layout } from './layout.ts';
import { Notice } from './notice.ts';
import { Room } from './room.ts';
import { structuresOf } from './structureList.ts';
import { Viewing } from './viewing.ts';

const noWebGl =
  'This browser cannot draw volumes (WebGL2 is missing or switched off). The slices are shown one by one and nothing can be drawn. Use a current Chrome, Edge or Firefox with hardware acceleration on.';

/** Beyond this a volume may take more memory than a tab gets, unless the page says otherwise. */
const usualLargestVolume = 800;

/** How long the tools wait for the first image. */
const mostPatienceMs = 300;

/** In the address: open a large series as a volume all the same. */
const anyway = '#volume';

const tooLarge = (slices: number, most: number): string =>
  `This series has ${slices} slices. Beyond ${most} a browser may run out of memory, so they are shown one by one and nothing can be drawn. A thicker reconstruction of the same scan opens as a volume.`;

/** One opened read: fetches what it needs, puts the room together, and takes it apart again. */
export class ReadingRoom {
  room: Room | null = null;
  private series: Series | null = null;
  private views: Views | null = null;
  private mask: MaskLayer | null = null;
  private readonly layout: Layout;
  private readonly notice: Notice;
  private pictures: LoadingPictures | null = null;
  private prefetch: Prefetch | null = null;
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

  async open(opening: Opening): Promise<void> {
    try {
      const [state, opened] = await Promise.all([opening.state, opening.series]);
      startCornerstone(opened.frames);
      this.series = Series.open(opened, state);
      if (this.disposed) return;
      const large = state.dims[2] > this.largestVolume && location.hash !== anyway;
      const sentence = !drawsVolumes()
        ? noWebGl
        : large
          ? tooLarge(state.dims[2], this.largestVolume)
          : state.geometryMessage;
      const asStack = !drawsVolumes() || large || state.geometry === 'stack';
      if (asStack) return await this.openStack(state, opening.client, sentence);
      const viewing = await this.showVolume(this.series, opened.middle);
      if (viewing) await this.openSession(state, opening, viewing);
    } catch (problem) {
      this.fail(problem);
    }
  }

  private get largestVolume(): number {
    return this.options.largestVolume ?? usualLargestVolume;
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.prefetch?.stop();
    this.pictures?.stop();
    this.adjudicator?.dispose();
    this.room?.dispose();
    this.mask?.dispose();
    this.series?.dispose();
    this.views?.dispose();
    cache.purgeCache();
    dicomImageLoader.wadors.metaDataManager.purge();
    // It keeps what it knows of each slice of each labelmap that ever was.
    utilities.genericMetadataProvider.clear();
    this.layout.root.remove();
  }

  /** The images come first: they load and are drawn while the rest of the room is built. Null once disposed of. */
  private async showVolume(series: Series, middle: Triple): Promise<Viewing | null> {
    series.watch((k) => {
      this.pictures?.came(k);
      this.room?.loading.changed();
      if (series.isComplete) void this.prefetch?.start();
    });
    await series.createVolume();
    series.load();
    const views = await Views.ofVolume(series, this.layout.canvases);
    if (this.disposed) {
      views.dispose();
      return null;
    }
    this.views = views;
    const viewing = new Viewing(series, views, () => {
      series.lookAt(series.geometry.sliceAt(viewing.point));
      this.room?.refresh();
    });
    this.pictures = new LoadingPictures(series, views, () => series.geometry.sliceAt(viewing.point));
    viewing.setWindow(viewing.window);
    await viewing.goTo(series.geometry.toPatient(middle));
    // Building the rest of the room would keep the first image from being drawn.
    await Promise.race([this.pictures.firstImage, pause(mostPatienceMs)]);
    return this.disposed ? null : viewing;
  }

  private async openSession(state: ReadState, opening: Opening, viewing: Viewing): Promise<void> {
    const series = this.series!;
    const { client } = opening;
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
    const room = new Room(this.layout, this.notice, this.options, client, state, series, viewing, session);
    this.room = room;
    room.approval = this.approvalOf(room, state, client);
    await session.restore(await opening.kept);
    if (this.disposed) return;
    room.elsewhere = new Elsewhere(room, this.options.readUrl, client);
    if (state.purpose === 'adjudication') await this.adjudicate(client);
    if (this.disposed) return;
    this.prefetch = new Prefetch(client, this.options.dicomWebRoot);
    room.loading.changed();
    if (series.isComplete) void this.prefetch.start();
    const place = room.centreOfActive() ?? this.adjudicator?.centre();
    await viewing.goTo(place ?? viewing.point);
  }

  private approvalOf(room: Room, state: ReadState, client: ReadClient): ApprovalPanel {
    return new ApprovalPanel(this.layout.approval, client, state, (isLocked) => {
      if (isLocked) room.close();
      room.elsewhere?.tell();
    });
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
    series.watch(() => this.room?.loading.changed());
    this.views = await Views.ofStack(series, this.layout.canvases.axial);
    if (this.disposed) return this.views.dispose();
    const viewing = new Viewing(series, this.views, () => this.room?.refresh());
    this.room = new Room(this.layout, this.notice, this.options, client, state, series, viewing, null);
    this.notice.show(
      sentence ??
        state.geometryMessage ??
        'These slices make no even volume; they are shown one by one and nothing can be drawn.',
      state.dims[2] > this.largestVolume && state.geometry === 'volume' && drawsVolumes()
        ? [{ name: 'Open as a volume all the same', act: openAnyway }]
        : [],
    );
    viewing.setWindow(viewing.window);
    await viewing.goTo(viewing.point);
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

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function openAnyway(): void {
  location.hash = anyway;
  location.reload();
}
