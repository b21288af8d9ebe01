/** A point or direction in patient millimetres (LPS: +x left, +y posterior, +z head), or a triple of indices. */
export type Triple = [number, number, number];

export const add = (a: Triple, b: Triple): Triple => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const subtract = (a: Triple, b: Triple): Triple => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scale = (a: Triple, factor: number): Triple => [a[0] * factor, a[1] * factor, a[2] * factor];
export const dot = (a: Triple, b: Triple): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const length = (a: Triple): number => Math.sqrt(dot(a, a));
export const normalise = (a: Triple): Triple => scale(a, 1 / length(a));
export const cross = (a: Triple, b: Triple): Triple => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
