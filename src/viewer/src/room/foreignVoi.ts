import { OutlineLayer } from '../engine/outlineLayer.ts';
import type { Series } from '../engine/series.ts';
import { decodeRuns } from '../labelmap/runLengths.ts';
import type { ForeignFile } from '../server/readClient.ts';

/** A region that was drawn elsewhere, on the grid of this series. */
export interface ForeignRegion {
  name: string;
  voxelCount: number;
  volumeMl: number;
  /** 0 or 1 for each voxel of each slice. */
  slices: readonly Uint8Array[];
}

/** VOIs from elsewhere: shown beside the own structures and never mixed with them until one is adopted. */
export class ForeignVoi {
  readonly regions: ForeignRegion[];
  chosen: ForeignRegion;
  private readonly layer: OutlineLayer;

  constructor(
    series: Series,
    readonly kind: string,
    file: ForeignFile,
  ) {
    const { dims } = series.geometry;
    this.regions = file.regions.map((region) => ({
      name: region.name,
      voxelCount: region.voxelCount,
      volumeMl: region.volumeMl,
      slices: decodeRuns(bytesOf(region.runs), dims[0] * dims[1], dims[2]),
    }));
    this.chosen = this.regions[0];
    this.layer = new OutlineLayer(series, 'radl-foreign', [255, 255, 255, 255]);
    this.layer.show(this.chosen.slices);
  }

  get name(): string {
    return `${this.chosen.name} (${this.kind})`;
  }

  get slices(): readonly Uint8Array[] {
    return this.chosen.slices;
  }

  choose(index: number): void {
    this.chosen = this.regions[index] ?? this.chosen;
    this.layer.show(this.chosen.slices);
  }

  dispose(): void {
    this.layer.dispose();
  }
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
