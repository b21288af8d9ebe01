import { Enums, metaData, type Types, utilities } from '@cornerstonejs/core';
import type { Frame } from '../server/multipart.ts';
import { huOfNative } from './nativeFrame.ts';

const littleEndian = ['1.2.840.10008.1.2', '1.2.840.10008.1.2.1'];

/** What the library says of the buffer that it wants an image in. */
export interface WantedImage {
  targetBuffer?: { type?: string };
}

/** The library's image of an uncompressed grey frame; null for one that the library has to decode. */
export function nativeImage(imageId: string, frame: Frame, wanted: WantedImage): Types.IImage | null {
  const of = (module: string) => metaData.get(module, imageId) ?? {};
  const pixel = of(Enums.MetadataModules.IMAGE_PIXEL);
  const { rescaleSlope: slope, rescaleIntercept: intercept } = of(Enums.MetadataModules.MODALITY_LUT);
  const { rows, columns } = pixel;
  const isGrey = pixel.samplesPerPixel === 1 && pixel.photometricInterpretation === 'MONOCHROME2';
  const isWhole = frame.bytes.length === rows * columns * 2;
  const isNative = littleEndian.includes(frame.transferSyntaxUid) && pixel.bitsAllocated === 16;
  if (!isNative || !isGrey || !isWhole || wanted.targetBuffer?.type !== 'Int16Array') return null;
  const signed = pixel.pixelRepresentation === 1;
  const found = huOfNative(frame.bytes, { signed, bitsStored: pixel.bitsStored, slope, intercept });
  if (!found) return null;
  const plane = of(Enums.MetadataModules.IMAGE_PLANE);
  const { hu, lowest, highest } = found;
  const voxelManager = utilities.VoxelManager.createImageVoxelManager({
    scalarData: hu,
    width: columns,
    height: rows,
    numberOfComponents: 1,
  });
  return {
    imageId,
    dataType: 'Int16Array',
    minPixelValue: lowest,
    maxPixelValue: highest,
    slope,
    intercept,
    windowCenter: [(lowest + highest) / 2],
    windowWidth: [Math.max(1, highest - lowest)],
    voiLUTFunction: Enums.VOILUTFunctionType.LINEAR,
    getPixelData: () => hu,
    getCanvas: () => {
      throw new Error('A volume is drawn from its pixels.');
    },
    rows,
    columns,
    height: rows,
    width: columns,
    color: false,
    rgba: false,
    invert: false,
    numberOfComponents: 1,
    columnPixelSpacing: plane.columnPixelSpacing,
    rowPixelSpacing: plane.rowPixelSpacing,
    sizeInBytes: hu.byteLength,
    voxelManager: voxelManager as Types.IVoxelManager<number>,
    // The pixels are HU already.
    preScale: {
      enabled: true,
      scaled: true,
      scalingParameters: { rescaleSlope: slope, rescaleIntercept: intercept, modality: 'CT' },
    },
    imageQualityStatus: Enums.ImageQualityStatus.FULL_RESOLUTION,
  } as Types.IImage;
}
