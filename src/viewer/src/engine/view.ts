import { Enums, type StackViewport, type Types, type VolumeViewport } from '@cornerstonejs/core';
import { cross, type Triple } from '../geometry/vector.ts';
import { ctVolumeId, type Series } from './series.ts';

export type PaneId = 'axial' | 'sagittal' | 'coronal';
export const paneIds: readonly PaneId[] = ['axial', 'sagittal', 'coronal'];

export interface GreyWindow {
  centre: number;
  width: number;
}

export interface KeptView {
  camera: Types.ICamera;
  properties: Types.ViewportProperties;
}

/** One view of the library behind the few calls that the reading room needs. */
export class View {
  constructor(
    readonly id: PaneId,
    readonly element: HTMLDivElement,
    public viewport: VolumeViewport | StackViewport,
    private readonly series: Series,
  ) {}

  get isStack(): boolean {
    return 'setStack' in this.viewport;
  }

  /** Direction out of the screen, and those to the right and to the top of it. */
  directions(): { normal: Triple; right: Triple; up: Triple } {
    const camera = this.viewport.getCamera();
    const normal = camera.viewPlaneNormal as Triple;
    const up = camera.viewUp as Triple;
    return { normal, up, right: cross(up, normal) };
  }

  toWorld(x: number, y: number): Triple {
    return this.viewport.canvasToWorld([x, y]) as Triple;
  }

  toCanvas(point: Triple): [number, number] {
    return this.viewport.worldToCanvas(point) as [number, number];
  }

  /** What the reader sees of the images, for a view that is built anew. */
  keep(): KeptView {
    return { camera: this.viewport.getCamera(), properties: this.viewport.getProperties() ?? {} };
  }

  restore({ camera, properties }: KeptView): void {
    const { voiRange, invert } = properties;
    this.viewport.setProperties({ voiRange, invert });
    this.viewport.setCamera(camera);
  }

  /** Brings the slice through a point into view, leaving pan and zoom as they are. */
  async show(point: Triple): Promise<void> {
    if (this.isStack) {
      const k = this.series.geometry.clamp(this.series.geometry.toVoxel(point))[2];
      await (this.viewport as StackViewport).setImageIdIndex(k);
    } else {
      (this.viewport as VolumeViewport).jumpToWorld(point);
    }
  }

  /** Shows the brightest of a slab of this thickness around the slice; 0 shows the slice alone. */
  setSlab(mm: number): void {
    if (this.isStack) return;
    const viewport = this.viewport as VolumeViewport;
    const { MAXIMUM_INTENSITY_BLEND, COMPOSITE } = Enums.BlendModes;
    const ct = viewport.getActors().filter((actor) => actor.referencedId === ctVolumeId);
    const only = ct.map((actor) => actor.uid);
    viewport.setBlendMode(mm > 0 ? MAXIMUM_INTENSITY_BLEND : COMPOSITE, only);
    if (mm > 0) viewport.setSlabThickness(mm, only);
    else viewport.resetSlabThickness();
    viewport.render();
  }

  setWindow(window: GreyWindow, inverted: boolean): void {
    const voiRange = { lower: window.centre - window.width / 2, upper: window.centre + window.width / 2 };
    this.viewport.setProperties({ voiRange, invert: inverted });
    this.viewport.render();
  }

  pan(dx: number, dy: number): void {
    const [x, y] = this.viewport.getPan();
    this.viewport.setPan([x + dx, y + dy]);
    this.viewport.render();
  }

  zoom(factor: number): void {
    const zoom = Math.min(40, Math.max(0.2, this.viewport.getZoom() * factor));
    this.viewport.setZoom(zoom);
    this.viewport.render();
  }

  resetCamera(): void {
    this.viewport.resetCamera();
    this.viewport.render();
  }

  /** Pixels of the screen per patient millimetre. */
  pixelsPerMm(): number {
    const camera = this.viewport.getCamera();
    return this.element.clientHeight / (2 * (camera.parallelScale ?? 1));
  }
}

export const viewportIdOf = (id: PaneId): string => `radl-${id}`;
