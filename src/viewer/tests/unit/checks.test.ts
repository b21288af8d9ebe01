import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Structure } from '../../src/contracts.ts';
import { SeriesGeometry } from '../../src/geometry/seriesGeometry.ts';
import type { Triple } from '../../src/geometry/vector.ts';
import { axialDiameters } from '../../src/labelmap/diameters.ts';
import { islands, middleOfLargest } from '../../src/labelmap/islands.ts';
import { Labelmap } from '../../src/labelmap/labelmap.ts';
import { doubtsOf } from '../../src/room/checks.ts';

const size = 30;
const geometry = new SeriesGeometry(
  Array.from({ length: 8 }, (_, k) => ({
    sopInstanceUid: String(k),
    position: [0, 0, 2 * k] as Triple,
    rowDirection: [1, 0, 0] as Triple,
    columnDirection: [0, 1, 0] as Triple,
    columnSpacing: 0.5,
    rowSpacing: 0.5,
    columns: size,
    rows: size,
    thickness: 2,
  })),
);
const structure = (label: number, kind: Structure['kind'], version = 0): Structure => ({
  id: '',
  name: kind,
  kind,
  side: 'none',
  lobe: 'none',
  color: '#ffffff',
  label,
  version,
  voxelCount: 0,
  volumeMl: 0,
  savedAt: null,
});

function labelmapOf(labelAt: (i: number, j: number, k: number) => number): Labelmap {
  const slice = (k: number) =>
    Uint8Array.from({ length: size * size }, (_, at) => labelAt(at % size, Math.floor(at / size), k));
  return new Labelmap(
    [size, size, 8],
    Array.from({ length: 8 }, (_, k) => slice(k)),
  );
}

const block = (i: number, j: number, k: number) => i >= 10 && i < 20 && j >= 10 && j < 16 && k >= 2 && k < 5;

function doubts(labelmap: Labelmap, structures: Structure[], hu = 40) {
  return doubtsOf({
    labelmap,
    structures,
    geometry,
    hu: () => new Float32Array(size * size).fill(hu),
    minimumVoxels: 20,
  });
}

test('A plain lesion raises no doubt', () => {
  const labelmap = labelmapOf((i, j, k) => (block(i, j, k) ? 1 : 0));
  assert.deepEqual(doubts(labelmap, [structure(1, 'primary')]), []);
});

test('What stops a save: nothing drawn, too few voxels, provisional slices, no primary, a saved lesion emptied', () => {
  const nothing = labelmapOf(() => 0);
  const one = labelmapOf((i, j, k) => (i === 3 && j === 3 && k === 3 ? 1 : 0));
  const provisional = labelmapOf((i, j, k) => (block(i, j, k) ? (k === 3 ? 129 : 1) : 0));
  const full = labelmapOf((i, j, k) => (block(i, j, k) ? 1 : 0));
  const primary = structure(1, 'primary');
  for (const [labelmap, structures, word] of [
    [nothing, [primary], 'nothing is drawn'],
    [one, [primary], 'at least 20'],
    [provisional, [primary], '1 slice is provisional'],
    [full, [structure(1, 'node')], 'primary'],
    [full, [primary, structure(2, 'node', 1)], 'empty now'],
  ] as const) {
    const first = doubts(labelmap, [...structures])[0];
    assert.equal(first?.level, 'stop', word);
    assert.ok(first.sentence.includes(word), first.sentence);
  }
});

test('What is asked shows its place: islands, a missing slice, the edge of the images, air', () => {
  const primary = [structure(1, 'primary')];
  const speck = doubts(
    labelmapOf((i, j, k) => (block(i, j, k) || (i === 25 && j === 25 && k === 6) ? 1 : 0)),
    primary,
  );
  assert.deepEqual(speck[0].place, [12.5, 12.5, 12]);
  assert.match(speck[0].sentence, /2 islands: 0\.09 ml, 1 voxel\. Is that one lesion/);
  const gap = doubts(
    labelmapOf((i, j, k) => (block(i, j, k) && k !== 3 ? 1 : 0)),
    primary,
  );
  assert.ok(gap.some((doubt) => doubt.sentence.includes('slice 4') && doubt.place?.[2] === 6));
  const edge = doubts(
    labelmapOf((i, j, k) => (i < 5 && j > 3 && j < 9 && k > 2 && k < 6 ? 1 : 0)),
    primary,
  );
  assert.ok(edge[0].sentence.includes('edge of the images'));
  const air = doubts(
    labelmapOf((i, j, k) => (block(i, j, k) ? 1 : 0)),
    primary,
    -1000,
  );
  assert.ok(air[0].sentence.includes('100% of it is air'));
  assert.ok([...speck, ...gap, ...edge, ...air].every((doubt) => doubt.level === 'ask'));
});

test('A second island of any size is asked about, with the place of each beside the largest', () => {
  const primary = [structure(1, 'primary')];
  const other = (from: number) => (i: number, j: number, k: number) =>
    i >= from && i < from + 4 && j >= 20 && j < 26 && k >= 2 && k < 5;
  const [one, two] = [other(2), other(22)];
  const found = doubts(
    labelmapOf((i, j, k) => (block(i, j, k) || one(i, j, k) || two(i, j, k) ? 1 : 0)),
    primary,
  );
  assert.equal(found.length, 1);
  assert.equal(found[0].level, 'ask');
  assert.match(found[0].sentence, /3 islands: 0\.09 ml, 72 voxels, 72 voxels/);
  assert.deepEqual(found[0].place, [1, 10, 4]);
  assert.deepEqual(found[0].more, [[11, 10, 4]]);
});

test('Two islands of one slice are measured each by itself', () => {
  const far = (i: number, j: number, k: number) => i >= 1 && i < 5 && j >= 10 && j < 14 && k === 3;
  const both = labelmapOf((i, j, k) => (block(i, j, k) || far(i, j, k) ? 1 : 0));
  const alone = labelmapOf((i, j, k) => (block(i, j, k) ? 1 : 0));
  assert.deepEqual(axialDiameters(both, 1, geometry), axialDiameters(alone, 1, geometry));
  // What touches by a corner is one part.
  const corner = labelmapOf((i, j, k) =>
    block(i, j, k) || (i >= 20 && i < 24 && j >= 16 && j < 20 && k === 3) ? 1 : 0,
  );
  assert.ok(axialDiameters(corner, 1, geometry)!.longestMm > 7.5);
});

test('Islands touch by corners, largest first', () => {
  const found = islands(
    labelmapOf((i, j, k) => (block(i, j, k) || (i === 20 && j === 16 && k === 5) ? 1 : 0)),
    1,
  );
  assert.deepEqual(found, [{ first: [10, 10, 2], voxels: 181 }]);
});

test('Diameters run from edge to edge, the short one across the long one', () => {
  const found = axialDiameters(
    labelmapOf((i, j, k) => (block(i, j, k) ? 1 : 0)),
    1,
    geometry,
  )!;
  // 10 by 6 voxels of 0.5 mm; edge points of the corners lie half a voxel inside them.
  assert.ok(Math.abs(found.longestMm - Math.hypot(5, 2.5)) < 1e-9, String(found.longestMm));
  assert.ok(found.shortMm > 2.9 && found.shortMm < 5.2, String(found.shortMm));
  assert.equal(found.slice, 2);
});

test('A structure of which half is lung is asked about, whatever lesion it is named', () => {
  const two = labelmapOf((i, j, k) => (block(i, j, k) ? 1 : block(i, j - 8, k) ? 2 : 0));
  for (const [kind, hu, isAsked] of [
    ['node', -776, true],
    ['node', 30, false],
    ['metastasis', -776, true],
    ['metastasis', -600, false],
    ['primary', -800, true],
    ['shell', -776, false],
  ] as const) {
    const slice = Float32Array.from({ length: size * size }, (_, at) => (at >= size * 18 ? hu : 40));
    const found = doubtsOf({
      labelmap: two,
      structures: [structure(1, 'primary', 1), structure(2, kind, 1)],
      geometry,
      hu: () => slice,
      minimumVoxels: 20,
    });
    assert.equal(found.length, isAsked ? 1 : 0, `${kind} ${hu}`);
    if (!isAsked) continue;
    assert.ok(found[0].sentence.startsWith(`${kind}: 100% of it lies below −`), found[0].sentence);
    assert.deepEqual([found[0].level, found[0].label, found[0].place], ['ask', 2, [5, 9, 4]]);
  }
});

test('The middle is that of the widest slice of the largest part, not of a speck', () => {
  const speck = (i: number, j: number, k: number) => i === 2 && j === 2 && k === 3;
  const wide = (i: number, j: number, k: number) => k === 4 && i >= 10 && i < 20 && j >= 10 && j < 17;
  const map = labelmapOf((i, j, k) => (block(i, j, k) || wide(i, j, k) || speck(i, j, k) ? 1 : 0));
  const middle = middleOfLargest(map, 1)!;
  assert.ok([14, 15].includes(middle[0]), String(middle));
  assert.deepEqual(middle.slice(1), [13, 4]);
  assert.equal(middleOfLargest(map, 2), null);
});
