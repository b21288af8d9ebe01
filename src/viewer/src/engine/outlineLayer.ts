import { cache, volumeLoader } from '@cornerstonejs/core';
import { Enums, segmentation } from '@cornerstonejs/tools';
import { sliceBytes, takeSegmentationOff } from './maskLayer.ts';
import { ctVolumeId, type ImageLayer, type Series } from './series.ts';
import { paneIds, viewportIdOf } from './view.ts';

const type = Enums.SegmentationRepresentations.Labelmap;

/** Red, green, blue and opacity, each up to 255. */
export type Rgba = [number, number, number, number];

/** Shows voxels that were drawn elsewhere as a plain outline over the images, under a name and in a colour of their own. */
export class OutlineLayer implements ImageLayer {
  private readonly slices: Uint8Array[];
  private readonly places: number[];
  private isShown = true;

  constructor(
    private readonly series: Series,
    private readonly id: string,
    private readonly colour: Rgba,
    private readonly outlineWidth = 2,
  ) {
    const volume = volumeLoader.createAndCacheDerivedLabelmapVolume(ctVolumeId, { volumeId: id });
    this.places = series.volumeIndexOf();
    this.slices = this.places.map((place) => sliceBytes(volume, place));
    series.layers.add(this);
    this.putOn();
  }

  takeOff(): void {
    takeSegmentationOff(this.id);
  }

  putOn(): void {
    const { id, colour, outlineWidth } = this;
    segmentation.addSegmentations([{ segmentationId: id, representation: { type, data: { volumeId: id } } }]);
    for (const pane of paneIds) {
      segmentation.addSegmentationRepresentations(viewportIdOf(pane), [
        { segmentationId: id, type, config: { colorLUTOrIndex: [[0, 0, 0, 0], colour] } },
      ]);
    }
    // Only one segmentation of a view is active; the others must look the same.
    const look = {
      renderFill: false,
      renderFillInactive: false,
      renderOutline: true,
      renderOutlineInactive: true,
      outlineWidth,
      outlineWidthInactive: outlineWidth,
      outlineOpacity: 1,
      outlineOpacityInactive: 1,
    };
    segmentation.segmentationStyle.setStyle({ type, segmentationId: id }, look);
    if (!this.isShown) this.setShown(false);
  }

  show(slices: readonly Uint8Array[]): void {
    this.slices.forEach((slice, k) => slice.set(slices[k]));
    segmentation.triggerSegmentationEvents.triggerSegmentationDataModified(this.id, this.places);
  }

  /** Takes the outline off the images, or puts it back. */
  setShown(shown: boolean): void {
    this.isShown = shown;
    for (const pane of paneIds) {
      segmentation.config.visibility.setSegmentationRepresentationVisibility(
        viewportIdOf(pane),
        { segmentationId: this.id, type },
        shown,
      );
    }
  }

  dispose(): void {
    this.series.layers.delete(this);
    this.takeOff();
    cache.removeVolumeLoadObject(this.id);
  }
}
