// Cornerstone3D alone, as its documentation sets up three views of one volume: what the reading room is measured against.
import * as core from '@cornerstonejs/core';
import dicomImageLoader from '@cornerstonejs/dicom-image-loader';
import * as tools from '@cornerstonejs/tools';

declare global {
  interface Window {
    bareTimes: Promise<number>;
  }
}

const { ViewportType, OrientationAxis, Events } = core.Enums;

async function open(): Promise<number> {
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
  const panes = ['AXIAL', 'SAGITTAL', 'CORONAL'] as const;
  engine.setViewports(
    panes.map((pane) => {
      const element = document.createElement('div');
      element.style.cssText = 'width:560px;height:400px;float:left';
      document.body.append(element);
      return {
        viewportId: pane,
        type: ViewportType.ORTHOGRAPHIC,
        element,
        defaultOptions: { orientation: OrientationAxis[pane] },
      };
    }),
  );
  const volume = await core.volumeLoader.createAndCacheVolume('bare', { imageIds });
  let left = imageIds.length;
  const all = new Promise<number>((resolve) =>
    core.eventTarget.addEventListener(Events.IMAGE_LOADED, () => {
      left--;
      if (left === 0) resolve(performance.now());
    }),
  );
  await core.setVolumesForViewports(engine, [{ volumeId: 'bare' }], [...panes]);
  (volume as core.Types.IStreamingImageVolume).load();
  return all;
}

window.bareTimes = open();
