import * as core from '@cornerstonejs/core';
import dicomImageLoader from '@cornerstonejs/dicom-image-loader';
import * as tools from '@cornerstonejs/tools';
import type { FrameSource } from '../server/frameSource.ts';
import type { Frame } from '../server/multipart.ts';
import { nativeImage, type WantedImage } from './nativeImage.ts';

let started = false;
let source: FrameSource | null = null;

/** Frames on their way from the source to the decoder. */
const inHand = new Map<string, Frame>();
const scheme = 'wadors:';

/** Starts the library once per page: its state belongs to the page, and a second start would empty its caches. */
export function startCornerstone(frames: FrameSource): void {
  source = frames;
  if (started) return;
  // One drawing context serves all views of a volume; the library would make seven.
  core.init({ debug: { statsOverlay: false }, rendering: { webGlContextCount: 1 } });
  tools.init();
  dicomImageLoader.init({
    maxWebWorkers: Math.min(4, Math.max(1, (navigator.hardwareConcurrency || 2) - 1)),
    wasmBasePath: new URL('../wasm/', import.meta.url).href,
  });
  core.metaData.addProvider(frameModule, 10);
  core.metaData.addProvider(frameInHand, 10);
  core.imageLoader.registerImageLoader('wadors', loadImage as never);
  core.setUseCPURendering(!drawsVolumes());
  started = true;
}

/** Whether this browser can draw volumes at all. */
export function drawsVolumes(): boolean {
  return core.getRenderingCapabilities().webgl2;
}

export const imageIdOf = (frameAddress: string): string => scheme + frameAddress;

/** An image of what the source fetched; compressed frames are decoded by the library. */
function loadImage(imageId: string, wanted: WantedImage): { promise: Promise<unknown> } {
  const load = async () => {
    const frame = await source!.frame(imageId.slice(scheme.length));
    const native = nativeImage(imageId, frame, wanted);
    if (native) return native;
    inHand.set(imageId, frame);
    try {
      // The library takes the frame from its metadata while this is called.
      return await dicomImageLoader.wadors.loadImage(imageId, wanted as never).promise;
    } finally {
      inHand.delete(imageId);
    }
  };
  return { promise: load() };
}

function frameInHand(type: string, imageId: unknown): unknown {
  if (type !== 'compressedFrameData' || typeof imageId !== 'string') return undefined;
  const frame = inHand.get(imageId);
  return frame && { transferSyntaxUid: frame.transferSyntaxUid, pixelData: frame.bytes };
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
