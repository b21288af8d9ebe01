/** A small CT made in code: each voxel's HU tells where it is, so that a mirrored or shifted read is seen. */
export const dims = (process.env.HARNESS_DIMS ?? '64,56,20').split(',').map(Number) as [
  number,
  number,
  number,
];
export const spacing: [number, number, number] = [2, 2, 3];
export const origin: [number, number, number] = [-60, -50, -200];
export const place = (voxel: readonly number[]) =>
  voxel.map((v, axis) => origin[axis] + v * spacing[axis]) as [number, number, number];
export const studyUid = '2.25.11';
export const seriesUid = '2.25.12';
export const sopUid = (k: number): string => `2.25.1000${k + 1}`;

export function hu(i: number, j: number, k: number): number {
  const inside = Math.hypot((i - 32) / 28, (j - 28) / 22) < 1;
  return inside ? -900 + 8 * i + 3 * j + 20 * k : -1000;
}

export function frame(k: number): Uint8Array {
  const pixels = new Int16Array(dims[0] * dims[1]);
  for (let j = 0; j < dims[1]; j++)
    for (let i = 0; i < dims[0]; i++) pixels[j * dims[0] + i] = hu(i, j, k) + 1024;
  return new Uint8Array(pixels.buffer);
}

export function instanceJson(k: number): Record<string, unknown> {
  const of = (vr: string, ...Value: unknown[]) => ({ vr, Value });
  return {
    '00080016': of('UI', '1.2.840.10008.5.1.4.1.1.2'),
    '00080018': of('UI', sopUid(k)),
    '00080060': of('CS', 'CT'),
    '00180050': of('DS', spacing[2]),
    '0020000D': of('UI', studyUid),
    '0020000E': of('UI', seriesUid),
    '00200013': of('IS', k + 1),
    '00200032': of('DS', origin[0], origin[1], origin[2] + k * spacing[2]),
    '00200037': of('DS', 1, 0, 0, 0, 1, 0),
    '00200052': of('UI', '2.25.13'),
    '00280002': of('US', 1),
    '00280004': of('CS', 'MONOCHROME2'),
    '00280010': of('US', dims[1]),
    '00280011': of('US', dims[0]),
    '00280030': of('DS', spacing[1], spacing[0]),
    '00280100': of('US', 16),
    '00280101': of('US', 16),
    '00280102': of('US', 15),
    '00280103': of('US', 1),
    '00281050': of('DS', -600),
    '00281051': of('DS', 1500),
    '00281052': of('DS', -1024),
    '00281053': of('DS', 1),
  };
}
