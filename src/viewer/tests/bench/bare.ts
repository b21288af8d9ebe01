// Cornerstone3D alone, as its documentation sets up three views of one volume: what the reading room is measured against.
import * as core from '@cornerstonejs/core';
import dicomImageLoader from '@cornerstonejs/dicom-image-loader';
import * as tools from '@cornerstonejs/tools';

/** Milliseconds since the page was asked for. */
export interface OpeningTimes {
  firstImage: number;
  wholeVolume: number;
}

declare global {
  interface Window {
    bareTimes: Promise<OpeningTimes>;
  }
}

const { ViewportType, OrientationAxis, Events } = core.Enums;
const panes = ['AXIAL', 'SAGITTAL', 'CORONAL'] as const;

async function open(): Promise<OpeningTimes> {
  core.init();
  tools.init();
  dicomImageLoader.init({ maxWebWorkers: Math.min(4, Math.max(1, navigator.hardwareConcurrency - 1)) });
  const root = `${location.origin}/dicomweb/studies/1/series/1`;
  const instances = await (await fetch(`${root}/metadata`)).json();
  const imageIds = instances.map((instance: any) => {
    const imageId = `wadors:${root}/instances/${instance['00080018'].Value[0]}/frames/1`;
    dicomImageLoader.wadors.metaDataManager.add(imageId, instance);
    return imageId;
  });
  const engine = new core.RenderingEngine('bare');
  engine.setViewports(panes.map(viewport));
  const volume = await core.volumeLoader.createAndCacheVolume('bare', { imageIds });
  await core.setVolumesForViewports(engine, [{ volumeId: 'bare' }], [...panes]);
  const times = Promise.all([firstImage(engine), wholeVolume(engine, imageIds)]);
  (volume as core.Types.IStreamingImageVolume).load();
  const [first, whole] = await times;
  return { firstImage: first, wholeVolume: whole };
}

function viewport(pane: (typeof panes)[number]): core.Types.PublicViewportInput {
  const element = document.createElement('div');
  element.style.cssText = 'width:560px;height:400px;float:left';
  document.body.append(element);
  return {
    viewportId: pane,
    type: ViewportType.ORTHOGRAPHIC,
    element,
    defaultOptions: { orientation: OrientationAxis[pane] },
  };
}

/** The axial view was drawn and the slice that it shows is there. */
function firstImage(engine: core.RenderingEngine): Promise<number> {
  const axial = engine.getViewport('AXIAL') as core.VolumeViewport;
  return new Promise((resolve) => {
    axial.element.addEventListener(Events.IMAGE_RENDERED, () => {
      if (core.cache.getImage(axial.getCurrentImageId()!)) resolve(performance.now());
    });
  });
}

/** The axial view was drawn and every slice is there. */
function wholeVolume(engine: core.RenderingEngine, imageIds: string[]): Promise<number> {
  const { element } = engine.getViewport('AXIAL');
  return new Promise((resolve) => {
    element.addEventListener(Events.IMAGE_RENDERED, () => {
      if (imageIds.every((id) => core.cache.getImage(id))) resolve(performance.now());
    });
  });
}

window.bareTimes = open();
