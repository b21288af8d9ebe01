import assert from 'node:assert/strict';
import { test } from 'node:test';
import { provisionalBit } from '../../src/labelmap/labels.ts';
import { Labelmap } from '../../src/labelmap/labelmap.ts';
import {
  clearSlice,
  combine,
  copySlice,
  planeRegion,
  provisionalSlices,
  settleProvisional,
  takeMask,
} from '../../src/labelmap/steps.ts';

const dims: [number, number, number] = [6, 5, 4];
const empty = () =>
  new Labelmap(
    dims,
    Array.from({ length: dims[2] }, () => new Uint8Array(30)),
  );
const mask = (inside: (i: number, j: number, k: number) => boolean) =>
  Array.from({ length: dims[2] }, (_, k) =>
    Uint8Array.from({ length: 30 }, (_, at) => Number(inside(at % 6, Math.floor(at / 6), k))),
  );
const writer = (labelmap: Labelmap) => (voxel: number, value: number) => labelmap.write(voxel, value);

test('A mask replaces, adds, or goes around what is there', () => {
  const labelmap = empty();
  const write = writer(labelmap);
  takeMask(
    labelmap,
    mask((i) => i < 2),
    1,
    'replace',
    write,
  );
  takeMask(
    labelmap,
    mask((i) => i === 2),
    1,
    'add',
    write,
  );
  assert.equal(labelmap.count(1), 3 * 5 * 4);
  takeMask(
    labelmap,
    mask((i) => i > 0),
    2,
    'around',
    write,
  );
  assert.deepEqual([labelmap.count(1), labelmap.count(2)], [60, 60]);
  takeMask(
    labelmap,
    mask((i) => i === 0),
    1,
    'replace',
    write,
  );
  assert.deepEqual([labelmap.count(1), labelmap.count(2)], [20, 60]);
});

test('What is interpolated stays provisional until it is confirmed, slice by slice or all', () => {
  const labelmap = empty();
  const write = writer(labelmap);
  takeMask(
    labelmap,
    mask((_i, j, k) => j === 2 && k === 0),
    1,
    'add',
    write,
  );
  takeMask(
    labelmap,
    mask((_i, j, k) => j < 3 && k > 0 && k < 3),
    1,
    'provisional',
    write,
  );
  assert.deepEqual(provisionalSlices(labelmap, 1), [1, 2]);
  assert.equal(labelmap.count(1), 6);
  // A second interpolation takes back what the first one had and it has not.
  takeMask(
    labelmap,
    mask((_i, j, k) => j < 2 && k > 0 && k < 3),
    1,
    'provisional',
    write,
  );
  assert.equal(labelmap.count(1 | provisionalBit), 24);
  settleProvisional(labelmap, 1, true, write, 1);
  assert.deepEqual(provisionalSlices(labelmap, 1), [2]);
  settleProvisional(labelmap, 1, false, write);
  assert.deepEqual([labelmap.count(1), labelmap.count()], [18, 18]);
});

test('A slice is copied as it is, and cleared', () => {
  const labelmap = empty();
  const write = writer(labelmap);
  takeMask(
    labelmap,
    mask((i, _j, k) => k === 1 && i < 3),
    1,
    'add',
    write,
  );
  takeMask(
    labelmap,
    mask((i, _j, k) => k === 2 && i > 1),
    1,
    'add',
    write,
  );
  copySlice(labelmap, 1, 1, 2, write);
  assert.deepEqual([...labelmap.slices[2]], [...labelmap.slices[1]]);
  clearSlice(labelmap, 1, 1, write);
  assert.deepEqual([labelmap.isPainted(1), labelmap.isPainted(2)], [false, true]);
});

test('Union, intersection and difference with other voxels', () => {
  const make = () => {
    const labelmap = empty();
    takeMask(
      labelmap,
      mask((i) => i < 4),
      1,
      'add',
      writer(labelmap),
    );
    return labelmap;
  };
  const other = { slices: mask((i) => i > 2), inside: (value: number) => value === 1 };
  const counts = (['union', 'intersect', 'subtract'] as const).map((operation) => {
    const labelmap = make();
    combine(labelmap, 1, other, operation, writer(labelmap));
    return labelmap.count(1);
  });
  assert.deepEqual(counts, [120, 20, 60]);
});

test('A region is enclosed only when it does not reach the edge of its plane', () => {
  const labelmap = empty();
  const ring = mask((i, j, k) => k === 1 && i > 0 && i < 5 && j > 0 && j < 4 && !(j === 2 && i > 1 && i < 4));
  takeMask(labelmap, ring, 1, 'add', writer(labelmap));
  assert.deepEqual(planeRegion(labelmap, [2, 2, 1], 2), { voxels: [44, 45], open: false });
  assert.equal(planeRegion(labelmap, [0, 0, 1], 2).open, true);
  assert.equal(planeRegion(labelmap, [2, 2, 1], 0).open, true);
  assert.equal(planeRegion(labelmap, [1, 1, 1], 2).voxels.length, 10);
});
