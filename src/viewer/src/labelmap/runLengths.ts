import type { Triple } from '../geometry/vector.ts';

/**
 * Labelmaps on the wire: pairs of (value byte, run length as an unsigned LEB128 integer), x fastest, then y, then
 * the slice in the order of the server's SOP Instance UIDs.
 */
export function encodeRuns(
  slices: readonly Uint8Array[],
  isPainted: (k: number) => boolean = () => true,
): Uint8Array<ArrayBuffer> {
  const out = new ByteSink();
  let value = -1;
  let run = 0;
  for (let k = 0; k < slices.length; k++) {
    const slice = slices[k];
    const empty = !isPainted(k);
    for (let i = 0; i < slice.length; ) {
      const next = slice[i];
      let end = empty ? slice.length : i + 1;
      while (end < slice.length && slice[end] === next) end++;
      if (next !== value) {
        if (run > 0) out.pair(value, run);
        value = next;
        run = 0;
      }
      run += end - i;
      i = end;
    }
  }
  if (run > 0) out.pair(value, run);
  return out.bytes();
}

/** Writes the runs into slices of the given length; refuses runs that are cut short, too long or too few. */
export function decodeRuns(bytes: Uint8Array, sliceLength: number, sliceCount: number): Uint8Array[] {
  const slices = Array.from({ length: sliceCount }, () => new Uint8Array(sliceLength));
  visitRuns(bytes, sliceLength * sliceCount, (value, from, to) => {
    if (value !== 0) fill(slices, sliceLength, from, to, value);
  });
  return slices;
}

/** The voxel nearest to the centre of a structure, or null when it has none; null also for runs that do not fit. */
export function centreOfRuns(bytes: Uint8Array, label: number, dims: Triple): Triple | null {
  const [nx, ny, nz] = dims;
  const sum = [0, 0, 0];
  let count = 0;
  try {
    visitRuns(bytes, nx * ny * nz, (value, from, to) => {
      if (value !== label) return;
      for (let at = from; at < to; at++) {
        sum[0] += at % nx;
        sum[1] += Math.floor(at / nx) % ny;
        sum[2] += Math.floor(at / (nx * ny));
      }
      count += to - from;
    });
  } catch {
    return null;
  }
  return count === 0 ? null : (sum.map((part) => Math.round(part / count)) as Triple);
}

/** Calls back for each run with its value, first voxel and end. */
function visitRuns(
  bytes: Uint8Array,
  total: number,
  visit: (value: number, from: number, to: number) => void,
): void {
  let at = 0;
  let index = 0;
  while (at < bytes.length) {
    const value = bytes[at++];
    let run = 0;
    let factor = 1;
    for (;;) {
      if (at >= bytes.length) throw new Error('The labelmap is cut short.');
      const part = bytes[at++];
      run += (part & 127) * factor;
      if (part < 128) break;
      factor *= 128;
    }
    if (run === 0 || index + run > total) throw new Error('The labelmap does not fit this series.');
    visit(value, index, index + run);
    index += run;
  }
  if (index !== total) throw new Error('The labelmap does not fit this series.');
}

function fill(slices: Uint8Array[], sliceLength: number, from: number, to: number, value: number): void {
  while (from < to) {
    const k = Math.floor(from / sliceLength);
    const end = Math.min(to, (k + 1) * sliceLength);
    slices[k].fill(value, from - k * sliceLength, end - k * sliceLength);
    from = end;
  }
}

class ByteSink {
  private buffer = new Uint8Array(65536);
  private length = 0;

  pair(value: number, run: number): void {
    if (this.length + 8 > this.buffer.length) {
      const larger = new Uint8Array(this.buffer.length * 2);
      larger.set(this.buffer);
      this.buffer = larger;
    }
    this.buffer[this.length++] = value;
    while (run > 127) {
      this.buffer[this.length++] = (run % 128) | 128;
      run = Math.floor(run / 128);
    }
    this.buffer[this.length++] = run;
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return this.buffer.slice(0, this.length);
  }
}
