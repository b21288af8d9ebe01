import type { Series } from '../engine/series.ts';
import type { GreyWindow, PaneId, View } from '../engine/view.ts';
import type { Views } from '../engine/views.ts';
import { add, dot, scale, type Triple } from '../geometry/vector.ts';
import { windowPresets } from './tools.ts';

/** Which way the wheel goes when it is turned towards the reader: to the feet, to the left, to the back. */
const downwards: Record<PaneId, Triple> = {
  axial: [0, 0, -1],
  sagittal: [1, 0, 0],
  coronal: [0, 1, 0],
};

const slabs = [0, 5, 10, 20];

/** What is seen: the common point of the views, the grey window, and where the pointer is. */
export class Viewing {
  point: Triple;
  window: GreyWindow = { centre: windowPresets[0].centre, width: windowPresets[0].width };
  inverted = false;
  /** Thickness of the slab of which the brightest voxels are shown; 0 = the slice alone. */
  slabMm = 0;
  pointer: { view: View; at: [number, number] } | null = null;

  constructor(
    private readonly series: Series,
    readonly views: Views,
    private readonly changed: () => void,
  ) {
    const middle = series.geometry.dims.map((size) => Math.floor(size / 2)) as Triple;
    this.point = series.geometry.toPatient(middle);
  }

  /** The view that keys act on: the one under the pointer, else the axial one. */
  get current(): View {
    return this.pointer?.view ?? this.views.all[0];
  }

  /** All views go through the voxel that contains the point: a slice is never shown between two slices. */
  async goTo(point: Triple): Promise<void> {
    const { geometry } = this.series;
    this.point = geometry.toPatient(geometry.clamp(geometry.toVoxel(point)));
    if (this.views.isLost) return;
    await Promise.all(this.views.all.map((view) => view.show(this.point)));
    this.views.render();
    this.changed();
  }

  scroll(view: View, slices: number): Promise<void> {
    const { geometry } = this.series;
    const way = this.views.isStack ? geometry.axes[2] : downwards[view.id];
    const axis = this.views.isStack ? 2 : geometry.axisAlong(view.directions().normal);
    if (axis === null) return this.goTo(add(this.point, scale(way, slices * geometry.stepAlong(way))));
    const voxel = geometry.toVoxel(this.point);
    const along = this.views.isStack ? -1 : Math.sign(dot(geometry.axes[axis], way));
    voxel[axis] += slices * along;
    return this.goTo(geometry.toPatient(geometry.clamp(voxel)));
  }

  /** Slice number as the view shows it, from 1. */
  goToSlice(view: View, number: number): Promise<void> {
    const { geometry } = this.series;
    const axis = this.views.isStack ? 2 : geometry.axisAlong(view.directions().normal);
    if (axis === null) return Promise.resolve();
    const voxel = geometry.toVoxel(this.point);
    voxel[axis] = number - 1;
    return this.goTo(geometry.toPatient(geometry.clamp(voxel)));
  }

  setWindow(window: GreyWindow): void {
    this.window = { centre: Math.round(window.centre), width: Math.max(1, Math.round(window.width)) };
    this.views.setWindow(this.window, this.inverted);
    this.changed();
  }

  /** Brings views that were built anew to what was seen before. */
  async showAgain(): Promise<void> {
    this.views.setWindow(this.window, this.inverted);
    for (const view of this.views.all) view.setSlab(this.slabMm);
    await this.goTo(this.point);
  }

  dragWindow(by: [number, number]): void {
    const pace = Math.max(1, this.window.width / 400);
    this.setWindow({ centre: this.window.centre - by[1] * pace, width: this.window.width + by[0] * pace });
  }

  invert(): void {
    this.inverted = !this.inverted;
    this.setWindow(this.window);
  }

  /** The next thickness of the slab. */
  nextSlab(): void {
    this.slabMm = slabs[(slabs.indexOf(this.slabMm) + 1) % slabs.length];
    for (const view of this.views.all) view.setSlab(this.slabMm);
    this.changed();
  }

  fit(): void {
    for (const view of this.views.all) view.resetCamera();
    void this.goTo(this.point);
  }

  /** The voxel under the pointer, or that of the crosshair while the pointer is elsewhere. */
  voxelInFocus(): Triple {
    const { geometry } = this.series;
    const at = this.pointer;
    return geometry.toVoxel(at ? at.view.toWorld(at.at[0], at.at[1]) : this.point);
  }

  presetShown(): number {
    return windowPresets.findIndex((p) => p.centre === this.window.centre && p.width === this.window.width);
  }
}
