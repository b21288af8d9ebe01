import { cache, type Types, volumeLoader } from '@cornerstonejs/core';
import { Enums, segmentation } from '@cornerstonejs/tools';
import type { Structure } from '../contracts.ts';
import { Labelmap } from '../labelmap/labelmap.ts';
import { ctVolumeId, type Series } from './series.ts';
import { paneIds, viewportIdOf } from './view.ts';

const maskId = 'radl-mask';
const type = Enums.SegmentationRepresentations.Labelmap;

export type MaskStyle = 'filled' | 'outline' | 'hidden';

/**
 * Shows a labelmap over the images. The library keeps one byte array per slice in its own order of slices; the
 * labelmap takes over these arrays in the server's order, so both see the same bytes.
 */
export class MaskLayer {
  readonly labelmap: Labelmap;
  private readonly libraryPlace: number[];

  constructor(series: Series, structures: readonly Structure[]) {
    const volume = volumeLoader.createAndCacheDerivedLabelmapVolume(ctVolumeId, { volumeId: maskId });
    this.libraryPlace = series.volumeIndexOf();
    this.labelmap = new Labelmap(
      series.geometry.dims,
      this.libraryPlace.map((place) => sliceBytes(volume, place)),
    );
    segmentation.addSegmentations([
      { segmentationId: maskId, representation: { type, data: { volumeId: maskId } } },
    ]);
    for (const pane of paneIds) {
      segmentation.addSegmentationRepresentations(viewportIdOf(pane), [
        { segmentationId: maskId, type, config: { colorLUTOrIndex: colorTable(structures) } },
      ]);
    }
    this.setStyle('filled');
  }

  /** Shows what was written since the last call. */
  flush(): void {
    if (this.labelmap.touched.size === 0) return;
    const places = [...this.labelmap.touched].map((k) => this.libraryPlace[k]);
    this.labelmap.touched.clear();
    segmentation.triggerSegmentationEvents.triggerSegmentationDataModified(maskId, places);
  }

  setStyle(style: MaskStyle): void {
    segmentation.segmentationStyle.setStyle(
      { type, segmentationId: maskId },
      {
        renderFill: style === 'filled',
        renderOutline: true,
        fillAlpha: 0.28,
        outlineWidth: 2,
        outlineOpacity: 1,
        activeSegmentOutlineWidthDelta: 0,
      },
    );
    for (const pane of paneIds) {
      const specifier = { segmentationId: maskId, type };
      segmentation.config.visibility.setSegmentationRepresentationVisibility(
        viewportIdOf(pane),
        specifier,
        style !== 'hidden',
      );
    }
  }

  showStructure(label: number, shown: boolean): void {
    for (const pane of paneIds) {
      const specifier = { segmentationId: maskId, type };
      segmentation.config.visibility.setSegmentIndexVisibility(viewportIdOf(pane), specifier, label, shown);
    }
  }

  dispose(): void {
    segmentation.removeAllSegmentationRepresentations();
    segmentation.removeAllSegmentations();
  }
}

function sliceBytes(volume: Types.IImageVolume, place: number): Uint8Array {
  const bytes = cache.getImage(volume.imageIds[place])?.voxelManager?.getScalarData();
  if (!(bytes instanceof Uint8Array)) throw new Error('The library keeps the labelmap in another form.');
  return bytes;
}

function colorTable(structures: readonly Structure[]): Types.ColorLUT {
  const table: Types.Color[] = Array.from({ length: 256 }, () => [230, 159, 0, 255]);
  table[0] = [0, 0, 0, 0];
  for (const structure of structures) {
    const parts = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(structure.color);
    if (!parts) continue;
    const [red, green, blue] = parts.slice(1).map((part) => Number.parseInt(part, 16));
    table[structure.label] = [red, green, blue, 255];
  }
  return table;
}
