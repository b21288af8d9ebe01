import { cache, Enums, eventTarget, ImageVolume, type Types, volumeLoader } from '@cornerstonejs/core';
import dicomImageLoader from '@cornerstonejs/dicom-image-loader';
import type { ReadState } from '../contracts.ts';
import { SeriesGeometry } from '../geometry/seriesGeometry.ts';
import { length, subtract, type Triple } from '../geometry/vector.ts';
import type { FrameSource } from '../server/frameSource.ts';
import type { OpenedSeries } from '../server/opening.ts';
import { imageIdOf } from './cornerstone.ts';
import { type InstanceJson, slicePlaneOf } from './seriesMetadata.ts';

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
    private readonly frames: FrameSource,
    imageIds: string[],
  ) {
    this.imageIdOfSlice = imageIds;
    this.progress = { loaded: 0, failed: 0, total: imageIds.length };
  }

  static open({ instances, frames }: OpenedSeries, state: ReadState): Series {
    const geometry = new SeriesGeometry(instances.map(slicePlaneOf), state.geometry === 'stack');
    refuseOtherGeometry(geometry, state);
    return new Series(
      geometry,
      frames,
      instances.map((instance, k) => register(frames.addresses[k], instance)),
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

  /** What is drawn over the images, to be taken off and put on again with them. */
  readonly layers = new Set<ImageLayer>();

  /** The volume keeps its voxels and gets an empty texture for a new drawing context. */
  forgetTexture(): void {
    for (const volume of cache.getVolumes()) freshTexture(volume);
  }

  /** Asks for every slice; they come in the order of the frame source. */
  load(): void {
    if (!this.volume) return;
    (this.volume as LoadingVolume).autoRenderOnLoad = false;
    this.frames.fetchAll();
    this.volume.load();
  }

  /** Slices nearest to k come next. */
  lookAt(k: number): void {
    this.frames.near = k;
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

  /** Whether every slice has come or failed. */
  get isComplete(): boolean {
    return this.settled.size === this.imageIdOfSlice.length;
  }

  /** Follows the loading of every slice until all have come or failed. */
  watch(changed: (k: number) => void): void {
    const mine = new Map(this.imageIdOfSlice.map((id, k) => [id, k]));
    const settle = (imageId: string | undefined, good: boolean) => {
      const k = imageId && mine.get(imageId);
      if (!imageId || typeof k !== 'number' || this.settled.has(imageId)) return;
      this.settled.set(imageId, good);
      if (good) this.progress.loaded++;
      else this.progress.failed++;
      changed(k);
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

  /** Runs of slices that are not there: they have not come yet, or could not be read. */
  missingRuns(): [number, number][] {
    const runs: [number, number][] = [];
    this.imageIdOfSlice.forEach((id, k) => {
      if (this.settled.get(id) === true) return;
      const last = runs.at(-1);
      if (last?.[1] === k - 1) last[1] = k;
      else runs.push([k, k]);
    });
    return runs;
  }

  /** Slices that could not be read. */
  failedSlices(): number[] {
    return this.imageIdOfSlice.flatMap((id, k) => (this.settled.get(id) === false ? [k] : []));
  }

  dispose(): void {
    this.frames.stop();
    for (const stop of this.unlisten) stop();
  }
}

/** A labelmap over the images. */
export interface ImageLayer {
  takeOff(): void;
  putOn(): void;
}

/** Only a new volume makes a new texture; it takes the voxels and the place of the one that is there. */
function freshTexture(volume: Types.IImageVolume): void {
  const { volumeId, dimensions, spacing, origin, direction, dataType, imageIds, metadata } = volume;
  const { voxelManager, imageData } = volume;
  const twin = new ImageVolume({
    volumeId,
    dimensions,
    spacing,
    origin,
    direction,
    dataType,
    imageIds,
    metadata,
    voxelManager,
    imageData,
    numberOfComponents: 1,
  } as never);
  volume.vtkOpenGLTexture = twin.vtkOpenGLTexture;
  volume.modified();
}

type LoadingVolume = Types.IStreamingImageVolume & {
  /** The library would draw every view each time that another fiftieth of the slices is there. */
  autoRenderOnLoad: boolean;
};

function register(frameAddress: string, instance: InstanceJson): string {
  const imageId = imageIdOf(frameAddress);
  dicomImageLoader.wadors.metaDataManager.add(imageId, withWindow(instance) as never);
  return imageId;
}

/** For images without a window the library would fetch the middle slice for each view before it draws any. */
function withWindow(instance: InstanceJson): InstanceJson {
  if (instance['00281050']?.Value?.length && instance['00281051']?.Value?.length) return instance;
  const of = (value: number) => ({ vr: 'DS', Value: [value] });
  return { ...instance, '00281050': of(0), '00281051': of(2000) };
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
