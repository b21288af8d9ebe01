import { cache, volumeLoader } from '@cornerstonejs/core';
import { Enums, segmentation } from '@cornerstonejs/tools';
import { sliceBytes } from './maskLayer.ts';
import { ctVolumeId, type Series } from './series.ts';
import { paneIds, viewportIdOf } from './view.ts';

const foreignId = 'radl-foreign';
const type = Enums.SegmentationRepresentations.Labelmap;

/** Shows voxels that were drawn elsewhere as a plain outline over the images, under a name of their own. */
export class ForeignLayer {
  private readonly slices: Uint8Array[];
  private readonly places: number[];

  constructor(series: Series) {
    const volume = volumeLoader.createAndCacheDerivedLabelmapVolume(ctVolumeId, { volumeId: foreignId });
    this.places = series.volumeIndexOf();
    this.slices = this.places.map((place) => sliceBytes(volume, place));
    segmentation.addSegmentations([
      { segmentationId: foreignId, representation: { type, data: { volumeId: foreignId } } },
    ]);
    for (const pane of paneIds) {
      segmentation.addSegmentationRepresentations(viewportIdOf(pane), [
        {
          segmentationId: foreignId,
          type,
          config: {
            colorLUTOrIndex: [
              [0, 0, 0, 0],
              [255, 255, 255, 255],
            ],
          },
        },
      ]);
    }
    const look = { renderFill: false, renderOutline: true, outlineWidth: 2, outlineOpacity: 1 };
    segmentation.segmentationStyle.setStyle({ type, segmentationId: foreignId }, look);
  }

  show(slices: readonly Uint8Array[]): void {
    this.slices.forEach((slice, k) => slice.set(slices[k]));
    segmentation.triggerSegmentationEvents.triggerSegmentationDataModified(foreignId, this.places);
  }

  dispose(): void {
    for (const pane of paneIds) {
      segmentation.removeSegmentationRepresentations(viewportIdOf(pane), { segmentationId: foreignId, type });
    }
    segmentation.removeSegmentation(foreignId);
    cache.removeVolumeLoadObject(foreignId);
  }
}
