import * as core from '@cornerstonejs/core';
import { ctVolumeId, type Series } from './series.ts';
import { type GreyWindow, type PaneId, paneIds, View, viewportIdOf } from './view.ts';

const engineId = 'radl-reading-room';
const { OrientationAxis, ViewportType, Events } = core.Enums;
const background: core.Types.RGB = [0, 0, 0];

type Viewport = core.VolumeViewport | core.StackViewport;

const orientations: Record<PaneId, core.Enums.OrientationAxis> = {
  axial: OrientationAxis.AXIAL,
  sagittal: OrientationAxis.SAGITTAL,
  coronal: OrientationAxis.CORONAL,
};

type Elements = Partial<Record<PaneId, HTMLDivElement>>;

/** The views of one opened read and the engine that draws them. */
export class Views {
  readonly all: View[] = [];
  /** The graphics card forgot everything: nothing can be drawn until the views are rebuilt. */
  isLost = false;
  private engine: core.RenderingEngine | null = null;

  private constructor(
    private readonly series: Series,
    private readonly elements: Elements,
    readonly isStack: boolean,
  ) {}

  /** Three linked views through the volume. */
  static ofVolume(series: Series, elements: Record<PaneId, HTMLDivElement>): Promise<Views> {
    return new Views(series, elements, false).connect();
  }

  /** One view that pages through the slices, for a series that makes no volume or a browser without WebGL2. */
  static ofStack(series: Series, axial: HTMLDivElement): Promise<Views> {
    return new Views(series, { axial }, true).connect();
  }

  /** Starts again on a new drawing context with the images that are in memory, at the same places. */
  async rebuild(): Promise<void> {
    const kept = this.all.map((view) => view.keep());
    this.engine?.destroy();
    if (!this.isStack) this.series.forgetTexture();
    await this.connect();
    this.isLost = false;
    for (const [n, view] of this.all.entries()) view.restore(kept[n]);
  }

  /** Whether the context that draws now is there. */
  get hasContext(): boolean {
    return this.engine !== null && !isContextLost(this.engine);
  }

  private async connect(): Promise<this> {
    const panes = paneIds.filter((id) => this.elements[id]);
    const engine = new core.RenderingEngine(engineId);
    this.engine = engine;
    engine.setViewports(
      panes.map((id) => ({
        viewportId: viewportIdOf(id),
        type: this.isStack ? ViewportType.STACK : ViewportType.ORTHOGRAPHIC,
        element: this.elements[id]!,
        defaultOptions: this.isStack ? { background } : { orientation: orientations[id], background },
      })),
    );
    if (this.isStack) {
      const { imageIds } = this.series;
      const stack = engine.getViewport(viewportIdOf('axial')) as core.StackViewport;
      await stack.setStack([...imageIds], Math.floor(imageIds.length / 2));
    } else {
      await core.setVolumesForViewports(engine, [{ volumeId: ctVolumeId }], panes.map(viewportIdOf));
    }
    for (const id of panes) this.connectView(id, engine.getViewport(viewportIdOf(id)) as Viewport);
    return this;
  }

  private connectView(id: PaneId, viewport: Viewport): void {
    const known = this.get(id);
    if (known) known.viewport = viewport;
    else this.all.push(new View(id, this.elements[id]!, viewport, this.series));
  }

  get(id: PaneId): View | undefined {
    return this.all.find((view) => view.id === id);
  }

  setWindow(window: GreyWindow, inverted: boolean): void {
    if (this.isLost) return;
    for (const view of this.all) view.setWindow(window, inverted);
  }

  render(): void {
    if (this.isLost) return;
    for (const view of this.all) view.viewport.render();
  }

  resize(): void {
    if (!this.isLost) this.engine?.resize(true, true);
  }

  /** Calls back after the library has drawn a view or moved its camera. */
  onDrawn(view: View, drawn: () => void): void {
    view.element.addEventListener(Events.IMAGE_RENDERED, drawn);
    view.element.addEventListener(Events.CAMERA_MODIFIED, drawn);
  }

  /** Calls back when the graphics card forgets everything; gives back how to stop listening. */
  onContextLost(lost: () => void): () => void {
    const listener = () => {
      this.isLost = true;
      lost();
    };
    core.eventTarget.addEventListener(Events.WEBGL_CONTEXT_LOST, listener);
    return () => core.eventTarget.removeEventListener(Events.WEBGL_CONTEXT_LOST, listener);
  }

  dispose(): void {
    this.engine?.destroy();
  }
}

/** The library offers no question for it, and keeps its one context in a pool. */
function isContextLost(engine: core.RenderingEngine): boolean {
  const { contextPool } = (engine as unknown as { _implementation: { contextPool?: ContextPool } })
    ._implementation;
  const contexts = contextPool?.getAllContexts() ?? [];
  return contexts.some((one) => {
    const context = one.getOpenGLRenderWindow().get3DContext();
    // The library would go on with WebGL 1, which draws no volume.
    return !(context instanceof WebGL2RenderingContext) || context.isContextLost();
  });
}

interface ContextPool {
  getAllContexts(): { getOpenGLRenderWindow(): { get3DContext(): unknown } }[];
}
