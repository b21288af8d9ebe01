/** How the pixels of an uncompressed frame are stored, and how HU come of them. */
export interface StoredPixels {
  signed: boolean;
  bitsStored: number;
  slope: number;
  intercept: number;
}

export interface HuFrame {
  hu: Int16Array;
  lowest: number;
  highest: number;
}

/**
 * HU of a frame that was stored without compression, 16 bits for each pixel, little-endian: such a frame needs no
 * decoder in another thread, and no copy to it and back. Null where HU are no whole numbers of 16 bits.
 */
export function huOfNative(bytes: Uint8Array<ArrayBuffer>, stored: StoredPixels): HuFrame | null {
  const { signed, bitsStored, slope, intercept } = stored;
  if (!Number.isInteger(slope) || !Number.isInteger(intercept) || bytes.length % 2 !== 0) return null;
  const aligned = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
  const pixels = signed
    ? new Int16Array(aligned.buffer, aligned.byteOffset, aligned.length / 2)
    : new Uint16Array(aligned.buffer, aligned.byteOffset, aligned.length / 2);
  const hu = new Int16Array(pixels.length);
  // What lies above the stored bits of a signed pixel says nothing: its sign is in the highest stored bit.
  const above = signed ? 32 - bitsStored : 0;
  let lowest = Number.POSITIVE_INFINITY;
  let highest = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < pixels.length; at++) {
    const value = ((pixels[at] << above) >> above) * slope + intercept;
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
    hu[at] = value;
  }
  return lowest < -32768 || highest > 32767 ? null : { hu, lowest, highest };
}
