import * as core from '@cornerstonejs/core';
import { ctVolumeId, type Series } from './series.ts';
import { type GreyWindow, type PaneId, paneIds, View, viewportIdOf } from './view.ts';

const engineId = 'radl-reading-room';
const { OrientationAxis, ViewportType, Events } = core.Enums;

const orientations: Record<PaneId, core.Enums.OrientationAxis> = {
  axial: OrientationAxis.AXIAL,
  sagittal: OrientationAxis.SAGITTAL,
  coronal: OrientationAxis.CORONAL,
};

/** The views of one opened read and the engine that draws them. */
export class Views {
  readonly all: View[] = [];
  private constructor(
    private readonly engine: core.RenderingEngine,
    readonly isStack: boolean,
  ) {}

  /** Three linked views through the volume. */
  static async ofVolume(series: Series, elements: Record<PaneId, HTMLDivElement>): Promise<Views> {
    const views = new Views(new core.RenderingEngine(engineId), false);
    views.engine.setViewports(
      paneIds.map((id) => ({
        viewportId: viewportIdOf(id),
        type: ViewportType.ORTHOGRAPHIC,
        element: elements[id],
        defaultOptions: { orientation: orientations[id], background: [0, 0, 0] },
      })),
    );
    await series.createVolume();
    await core.setVolumesForViewports(views.engine, [{ volumeId: ctVolumeId }], paneIds.map(viewportIdOf));
    for (const id of paneIds) {
      const viewport = views.engine.getViewport(viewportIdOf(id)) as core.VolumeViewport;
      views.all.push(new View(id, elements[id], viewport, series));
    }
    return views;
  }

  /** One view that pages through the slices, for a series that makes no volume or a browser without WebGL2. */
  static async ofStack(series: Series, element: HTMLDivElement): Promise<Views> {
    const views = new Views(new core.RenderingEngine(engineId), true);
    const viewportId = viewportIdOf('axial');
    views.engine.enableElement({
      viewportId,
      type: ViewportType.STACK,
      element,
      defaultOptions: { background: [0, 0, 0] },
    });
    const viewport = views.engine.getViewport(viewportId) as core.StackViewport;
    await viewport.setStack([...series.imageIds], Math.floor(series.imageIds.length / 2));
    views.all.push(new View('axial', element, viewport, series));
    return views;
  }

  get(id: PaneId): View | undefined {
    return this.all.find((view) => view.id === id);
  }

  setWindow(window: GreyWindow, inverted: boolean): void {
    for (const view of this.all) view.setWindow(window, inverted);
  }

  render(): void {
    for (const view of this.all) view.viewport.render();
  }

  resize(): void {
    this.engine.resize(true, true);
  }

  /** Calls back after the library has drawn a view or moved its camera. */
  onDrawn(view: View, drawn: () => void): void {
    view.element.addEventListener(Events.IMAGE_RENDERED, drawn);
    view.element.addEventListener(Events.CAMERA_MODIFIED, drawn);
  }

  onContextLost(lost: () => void): void {
    for (const view of this.all) view.element.addEventListener(Events.WEBGL_CONTEXT_LOST, lost);
  }

  dispose(): void {
    this.engine.destroy();
  }
}
