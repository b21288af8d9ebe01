import { cache, Enums, eventTarget, type Types, volumeLoader } from '@cornerstonejs/core';
import dicomImageLoader from '@cornerstonejs/dicom-image-loader';
import type { OpenOptions, ReadState } from '../contracts.ts';
import { SeriesGeometry } from '../geometry/seriesGeometry.ts';
import { length, subtract, type Triple } from '../geometry/vector.ts';
import { fetchSeriesMetadata, type InstanceJson, slicePlaneOf, sopInstanceUidOf } from './seriesMetadata.ts';

export const ctVolumeId = 'radl-ct';

export interface LoadProgress {
  loaded: number;
  failed: number;
  total: number;
}

/** The CT of one read. Slices are always found by SOP Instance UID: the library sorts its images its own way. */
export class Series {
  volume: Types.IStreamingImageVolume | null = null;
  readonly progress: LoadProgress;
  private readonly imageIdOfSlice: string[];
  private readonly settled = new Map<string, boolean>();
  private readonly unlisten: (() => void)[] = [];

  private constructor(
    readonly geometry: SeriesGeometry,
    imageIds: string[],
  ) {
    this.imageIdOfSlice = imageIds;
    this.progress = { loaded: 0, failed: 0, total: imageIds.length };
  }

  static metadata(options: OpenOptions): Promise<InstanceJson[]> {
    return fetchSeriesMetadata(rootOf(options));
  }

  static open(options: OpenOptions, state: ReadState, metadata: readonly InstanceJson[]): Series {
    const instances = new Map(metadata.map((i) => [sopInstanceUidOf(i), i]));
    const ordered = state.sopInstanceUids.map((uid) => {
      const instance = instances.get(uid);
      if (!instance) throw new Error('A slice of this series is missing on the server.');
      return instance;
    });
    const geometry = new SeriesGeometry(ordered.map(slicePlaneOf), state.geometry === 'stack');
    refuseOtherGeometry(geometry, state);
    return new Series(
      geometry,
      ordered.map((instance) => register(rootOf(options), instance)),
    );
  }

  /** The library's image of slice k (in the server's order). */
  imageId(k: number): string {
    return this.imageIdOfSlice[k];
  }

  get imageIds(): readonly string[] {
    return this.imageIdOfSlice;
  }

  /** HU of a slice, or null while it is not there yet. */
  hu(k: number): ArrayLike<number> | null {
    return cache.getImage(this.imageIdOfSlice[k])?.getPixelData() ?? null;
  }

  huAt([i, j, k]: Triple): number | null {
    if (!this.geometry.contains([i, j, k])) return null;
    return this.hu(k)?.[j * this.geometry.dims[0] + i] ?? null;
  }

  async createVolume(): Promise<void> {
    this.volume = (await volumeLoader.createAndCacheVolume(ctVolumeId, {
      imageIds: [...this.imageIdOfSlice],
    })) as Types.IStreamingImageVolume;
  }

  /** Asks for every slice, those nearest to k first. */
  load(k: number): void {
    const { volume } = this;
    if (!volume) return;
    const place = new Map(this.imageIdOfSlice.map((id, n) => [id, n]));
    const away = (id: string) => Math.abs(place.get(id)! - k);
    const nearestFirst = [...this.imageIdOfSlice].sort((a, b) => away(a) - away(b));
    // The library asks in its own order otherwise, and the tumour would come half-way through.
    (volume as OrderedVolume).getImageLoadRequests = (priority) =>
      (volume as OrderedVolume).getImageIdsRequests(nearestFirst, priority);
    volume.load();
  }

  /** Place in the library's own order of slice k. */
  volumeIndexOf(): number[] {
    const places = new Map((this.volume?.imageIds ?? this.imageIdOfSlice).map((id, place) => [id, place]));
    return this.imageIdOfSlice.map((id) => {
      const place = places.get(id);
      if (place === undefined) throw new Error('A slice of this series was lost while the volume was made.');
      return place;
    });
  }

  /** Follows the loading of every slice until all have come or failed. */
  watch(changed: (progress: LoadProgress) => void): void {
    const mine = new Set(this.imageIdOfSlice);
    const settle = (imageId: string | undefined, good: boolean) => {
      if (!imageId || !mine.has(imageId) || this.settled.has(imageId)) return;
      this.settled.set(imageId, good);
      if (good) this.progress.loaded++;
      else this.progress.failed++;
      changed(this.progress);
    };
    const listen = (type: string, handler: (detail: any) => void) => {
      const wrapped = (event: Event) => handler((event as CustomEvent).detail);
      eventTarget.addEventListener(type, wrapped);
      this.unlisten.push(() => eventTarget.removeEventListener(type, wrapped));
    };
    // A frame that came cut short counts as one that did not come.
    const whole = this.geometry.dims[0] * this.geometry.dims[1];
    listen(Enums.Events.IMAGE_LOADED, ({ image }) =>
      settle(image?.imageId, image?.getPixelData?.().length === whole),
    );
    listen(Enums.Events.IMAGE_LOAD_FAILED, (detail) => settle(detail.imageId, false));
    listen(Enums.Events.IMAGE_LOAD_ERROR, (detail) => settle(detail.imageId, false));
  }

  /** Slices that could not be read. */
  failedSlices(): number[] {
    return this.imageIdOfSlice.flatMap((id, k) => (this.settled.get(id) === false ? [k] : []));
  }

  dispose(): void {
    for (const stop of this.unlisten) stop();
  }
}

type OrderedVolume = Types.IStreamingImageVolume & {
  getImageLoadRequests(priority: number): unknown;
  getImageIdsRequests(imageIds: string[], priority: number): unknown;
};

function rootOf(options: OpenOptions): string {
  return `${options.dicomWebRoot}/studies/${options.studyUid}/series/${options.seriesUid}`;
}

function register(seriesRoot: string, instance: InstanceJson): string {
  const root = new URL(seriesRoot, location.href).href;
  const imageId = `wadors:${root}/instances/${sopInstanceUidOf(instance)}/frames/1`;
  dicomImageLoader.wadors.metaDataManager.add(imageId, instance as never);
  return imageId;
}

/** The server and the images must tell the same place, else a saved contour would lie somewhere else. */
function refuseOtherGeometry(geometry: SeriesGeometry, state: ReadState): void {
  const sameSize = state.dims.every((value, axis) => value === geometry.dims[axis]);
  const originGap = length(subtract(state.origin, geometry.origin));
  const spacingGap = Math.max(...geometry.spacing.map((mm, axis) => Math.abs(mm - state.spacing[axis])));
  const gap = state.geometry === 'volume' && (originGap > 0.01 || spacingGap > 0.001);
  if (!sameSize || gap) {
    throw new Error('The images do not lie where the server has them, so nothing can be drawn here safely.');
  }
}
