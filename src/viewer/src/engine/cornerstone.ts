import * as core from '@cornerstonejs/core';
import dicomImageLoader from '@cornerstonejs/dicom-image-loader';
import * as tools from '@cornerstonejs/tools';

let started = false;

/** Starts the library once per page: its state belongs to the page, and a second start would empty its caches. */
export function startCornerstone(useCpu: boolean): void {
  if (started) {
    core.setUseCPURendering(useCpu);
    return;
  }
  core.init({ debug: { statsOverlay: false }, rendering: { useCPURendering: useCpu } });
  tools.init();
  dicomImageLoader.init({
    maxWebWorkers: Math.min(4, Math.max(1, (navigator.hardwareConcurrency || 2) - 1)),
    wasmBasePath: new URL('../wasm/', import.meta.url).href,
    beforeSend: (xhr) => {
      xhr.withCredentials = true;
    },
  });
  core.metaData.addProvider(frameModule, 10);
  started = true;
}

/** The library has none for single-frame images that come by WADO-RS. */
function frameModule(type: string, imageId: unknown): unknown {
  if (type !== 'frameModule' || typeof imageId !== 'string') return undefined;
  const common = core.metaData.get('sopCommonModule', imageId);
  return (
    common && {
      sopClassUID: common.sopClassUID,
      sopInstanceUID: common.sopInstanceUID,
      frameNumber: 1,
      numberOfFrames: 1,
    }
  );
}
