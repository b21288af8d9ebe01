import { cache, type Types, volumeLoader } from '@cornerstonejs/core';
import { Enums, segmentation } from '@cornerstonejs/tools';
import type { Structure } from '../contracts.ts';
import { provisionalBit } from '../labelmap/labels.ts';
import { Labelmap } from '../labelmap/labelmap.ts';
import { ctVolumeId, type ImageLayer, type Series } from './series.ts';
import { paneIds, viewportIdOf } from './view.ts';

const maskId = 'radl-mask';
const type = Enums.SegmentationRepresentations.Labelmap;

export type MaskStyle = 'filled' | 'outline' | 'hidden';

/**
 * Shows a labelmap over the images. The library keeps one byte array per slice in its own order of slices; the
 * labelmap takes over these arrays in the server's order, so both see the same bytes.
 */
export class MaskLayer implements ImageLayer {
  readonly labelmap: Labelmap;
  private readonly libraryPlace: number[];
  private style: MaskStyle = 'filled';
  private attached = false;
  private isOff = false;
  private readonly hidden = new Set<number>();

  constructor(
    private readonly series: Series,
    private structures: readonly Structure[],
  ) {
    const volume = volumeLoader.createAndCacheDerivedLabelmapVolume(ctVolumeId, { volumeId: maskId });
    this.libraryPlace = series.volumeIndexOf();
    this.labelmap = new Labelmap(
      series.geometry.dims,
      this.libraryPlace.map((place) => sliceBytes(volume, place)),
    );
    series.layers.add(this);
  }

  /** Shows what was written since the last call. */
  flush(): void {
    if (this.isOff || this.labelmap.touched.size === 0) return;
    if (!this.attached && this.labelmap.count() > 0) this.attach();
    if (!this.attached) return this.labelmap.touched.clear();
    const places = [...this.labelmap.touched].map((k) => this.libraryPlace[k]);
    this.labelmap.touched.clear();
    segmentation.triggerSegmentationEvents.triggerSegmentationDataModified(maskId, places);
  }

  setStyle(style: MaskStyle): void {
    this.style = style;
    if (!this.attached) return;
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
    if (shown) this.hidden.delete(label);
    else this.hidden.add(label);
    if (!this.attached) return;
    for (const pane of paneIds) {
      const specifier = { segmentationId: maskId, type };
      for (const value of [label, label | provisionalBit]) {
        segmentation.config.visibility.setSegmentIndexVisibility(viewportIdOf(pane), specifier, value, shown);
      }
    }
  }

  /** Gives structures that were added their colours. */
  setColours(structures: readonly Structure[]): void {
    this.structures = structures;
    if (!this.attached) return;
    const table = colorTable(structures);
    for (const pane of paneIds) {
      for (const { label } of structures) {
        for (const value of [label, label | provisionalBit]) {
          segmentation.config.color.setSegmentIndexColor(viewportIdOf(pane), maskId, value, table[value]);
        }
      }
    }
  }

  /** Put over the images with the first voxel only: an empty mask would slow down the loading of the images. */
  private attach(): void {
    this.attached = true;
    segmentation.addSegmentations([
      { segmentationId: maskId, representation: { type, data: { volumeId: maskId } } },
    ]);
    for (const pane of paneIds) {
      segmentation.addSegmentationRepresentations(viewportIdOf(pane), [
        { segmentationId: maskId, type, config: { colorLUTOrIndex: colorTable(this.structures) } },
      ]);
    }
    this.setStyle(this.style);
    for (const label of this.hidden) this.showStructure(label, false);
  }

  /** Until it is put on again, what is written is kept and not shown. */
  takeOff(): void {
    this.isOff = true;
    if (!this.attached) return;
    this.attached = false;
    takeSegmentationOff(maskId);
  }

  putOn(): void {
    this.isOff = false;
    for (let k = 0; k < this.labelmap.dims[2]; k++) this.labelmap.touched.add(k);
    this.flush();
  }

  dispose(): void {
    this.series.layers.delete(this);
    segmentation.removeAllSegmentationRepresentations();
    segmentation.removeAllSegmentations();
  }
}

/** Takes a segmentation off every view; its voxels stay in memory. */
export function takeSegmentationOff(segmentationId: string): void {
  for (const pane of paneIds) {
    segmentation.removeSegmentationRepresentations(viewportIdOf(pane), { segmentationId, type });
  }
  segmentation.removeSegmentation(segmentationId);
}

/** The bytes of a slice of a labelmap that the library keeps. */
export function sliceBytes(volume: Types.IImageVolume, place: number): Uint8Array {
  const bytes = cache.getImage(volume.imageIds[place])?.voxelManager?.getScalarData();
  if (!(bytes instanceof Uint8Array)) throw new Error('The library keeps the labelmap in another form.');
  return bytes;
}

/** Colours of the values; what is provisional is paler than its structure. */
function colorTable(structures: readonly Structure[]): Types.ColorLUT {
  const table: Types.Color[] = Array.from({ length: 256 }, () => [230, 159, 0, 255]);
  table[0] = [0, 0, 0, 0];
  for (const structure of structures) {
    const parts = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(structure.color);
    if (!parts) continue;
    const colour = parts.slice(1).map((part) => Number.parseInt(part, 16));
    const pale = colour.map((part) => Math.round(part + (255 - part) * 0.6));
    table[structure.label] = [colour[0], colour[1], colour[2], 255];
    table[structure.label | provisionalBit] = [pale[0], pale[1], pale[2], 255];
  }
  return table;
}
