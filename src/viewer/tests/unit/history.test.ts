import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeriesGeometry } from '../../src/geometry/seriesGeometry.ts';
import type { Triple } from '../../src/geometry/vector.ts';
import { Labelmap } from '../../src/labelmap/labelmap.ts';
import { clearSlice, copySlice, settleProvisional, takeMask } from '../../src/labelmap/steps.ts';
import { voxelHash } from '../../src/labelmap/voxelHash.ts';
import { Painter } from '../../src/room/painter.ts';
import { firstHand, type Hand, type ToolId } from '../../src/room/tools.ts';

const dims: Triple = [40, 36, 14];

function geometry(): SeriesGeometry {
  return new SeriesGeometry(
    Array.from({ length: dims[2] }, (_, k) => ({
      sopInstanceUid: String(k),
      position: [-10, 5, 3 * k] as Triple,
      rowDirection: [1, 0, 0] as Triple,
      columnDirection: [0, 1, 0] as Triple,
      columnSpacing: 1.5,
      rowSpacing: 1.5,
      columns: dims[0],
      rows: dims[1],
      thickness: 3,
    })),
  );
}

/** The same numbers for the same seed. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function bench() {
  const grid = geometry();
  const labelmap = new Labelmap(
    dims,
    Array.from({ length: dims[2] }, () => new Uint8Array(dims[0] * dims[1])),
  );
  const hu = (k: number) =>
    Float32Array.from({ length: 40 * 36 }, (_, at) => ((at * 7 + k * 13) % 500) - 200);
  const painter = new Painter({ geometry: grid, hu }, labelmap, () => undefined);
  return { grid, labelmap, painter };
}

const strokes: ToolId[] = [
  'brush',
  'sphere',
  'threshold',
  'eraser',
  'freehand',
  'circle',
  'rectangle',
  'ball',
];

/** One step as a reader makes it: a stroke of any tool in any view, or a structure tool. */
function step({ grid, labelmap, painter }: ReturnType<typeof bench>, next: () => number): void {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)];
  const voxel = (): Triple => dims.map((size) => Math.floor(next() * size)) as Triple;
  const [first, second] = [voxel(), voxel()];
  painter.activeLabel = pick([1, 2, 3]);
  const hand: Hand = {
    ...firstHand,
    tool: pick(strokes),
    radiusMm: 2 + next() * 8,
    huLock: next() < 0.2,
    swapped: next() < 0.2,
    ball: next() < 0.5,
  };
  const kind = next();
  if (kind < 0.7) {
    const normal = pick<Triple>([
      [0, 0, -1],
      [1, 0, 0],
      [0, 1, 0],
    ]);
    painter.begin(hand, grid.toPatient(first), normal, next() < 0.2);
    for (let n = 0; n < 6; n++) painter.move(hand, grid.toPatient(voxel()), normal);
    painter.move(hand, grid.toPatient(second), normal);
    painter.end(hand, normal, pick<Triple>([[1, 0, 0]]));
    return;
  }
  const label = painter.activeLabel;
  painter.step('tool', label, hand, (write) => {
    const shift = Math.floor(next() * 5);
    const ball = labelmap.slices.map((_, k) =>
      Uint8Array.from({ length: 40 * 36 }, (_, at) => Number((at + k + shift) % 11 < 3)),
    );
    if (kind < 0.76) takeMask(labelmap, ball, label, 'replace', write);
    else if (kind < 0.84) takeMask(labelmap, ball, label, 'provisional', write);
    else if (kind < 0.9) settleProvisional(labelmap, label, next() < 0.5, write);
    else if (kind < 0.96) copySlice(labelmap, label, first[2], second[2], write);
    else clearSlice(labelmap, label, first[2], write);
  });
}

for (const seed of [1, 2, 3]) {
  test(`Undo and redo are exact over 100 mixed steps (seed ${seed})`, () => {
    const made = bench();
    const { labelmap, painter } = made;
    const next = chance(seed);
    const hashes = [voxelHash(labelmap)];
    while (hashes.length <= 100) {
      const before = labelmap.count();
      step(made, next);
      // A step that changed nothing is no step.
      if (painter.history.length === hashes.length) hashes.push(voxelHash(labelmap));
      else assert.equal(labelmap.count(), before);
    }
    for (let n = 99; n >= 0; n--) {
      painter.undo();
      assert.equal(voxelHash(labelmap), hashes[n], `undone to ${n}`);
    }
    assert.equal(painter.history.canUndo, false);
    assert.equal(labelmap.count(), 0);
    for (let n = 1; n <= 100; n++) {
      painter.redo();
      assert.equal(voxelHash(labelmap), hashes[n], `redone to ${n}`);
    }
  });
}

test('A locked structure is changed by no tool', () => {
  const { grid, labelmap, painter } = bench();
  const hand = { ...firstHand, tool: 'sphere' as const, radiusMm: 8 };
  painter.begin(hand, grid.toPatient([20, 18, 7]), [0, 0, -1], false);
  painter.end(hand, [0, 0, -1], [1, 0, 0]);
  const before = labelmap.count(1);
  painter.locked.add(1);
  assert.equal(painter.begin(hand, grid.toPatient([20, 18, 7]), [0, 0, -1], true), false);
  painter.activeLabel = 2;
  painter.begin(hand, grid.toPatient([22, 18, 7]), [0, 0, -1], false);
  painter.end(hand, [0, 0, -1], [1, 0, 0]);
  const everything = labelmap.slices.map((slice) => new Uint8Array(slice.length).fill(1));
  painter.step('all', 2, hand, (write) => takeMask(labelmap, everything, 2, 'replace', write));
  assert.equal(labelmap.count(1), before);
  assert.equal(labelmap.count(), 40 * 36 * 14);
});

test('The HU lock keeps structure tools within the range', () => {
  const { labelmap, painter } = bench();
  const hand = { ...firstHand, huLock: true, range: { low: -200, high: -1 } };
  const everything = labelmap.slices.map((slice) => new Uint8Array(slice.length).fill(1));
  painter.step('all', 1, hand, (write) => takeMask(labelmap, everything, 1, 'add', write));
  const share = labelmap.count(1) / (40 * 36 * 14);
  assert.ok(share > 0.39 && share < 0.41, String(share));
});

test('A step tells what it took from free structures, and what it left to locked ones', () => {
  const { labelmap, painter } = bench();
  const told: [number, number][][] = [];
  painter.took = (voxels) => told.push([...voxels]);
  const cube = labelmap.slices.map((_, k) => new Uint8Array(40 * 36).fill(k === 3 ? 1 : 0, 0, 50));
  const wider = labelmap.slices.map((_, k) => new Uint8Array(40 * 36).fill(k === 3 ? 1 : 0, 0, 60));
  painter.step('first', 1, firstHand, (write) => takeMask(labelmap, cube, 1, 'add', write));
  assert.deepEqual(told, []);
  painter.step('second', 2, firstHand, (write) => takeMask(labelmap, wider, 2, 'add', write));
  assert.deepEqual(told, [[[1, 50]]]);
  painter.undo();
  painter.locked.add(1);
  painter.step('second', 2, firstHand, (write) => takeMask(labelmap, wider, 2, 'add', write));
  assert.deepEqual([labelmap.count(1), labelmap.count(2), painter.withheld], [50, 10, 50]);
  assert.equal(told.length, 1);
});

test('Undone steps follow a structure that comes back under another label', () => {
  const { labelmap, painter } = bench();
  const row = labelmap.slices.map((_, k) => new Uint8Array(40 * 36).fill(k === 3 ? 1 : 0, 0, 9));
  painter.step('shell', 2, firstHand, (write) => takeMask(labelmap, row, 2, 'add', write));
  painter.step('provisional', 2, firstHand, (write) => {
    for (let at = 100; at < 104; at++) write(at, 2 | 128);
  });
  painter.undo();
  painter.undo();
  painter.history.relabel(2, 5);
  painter.redo();
  painter.redo();
  assert.deepEqual(labelmap.labels(), [5, 133]);
  assert.deepEqual([labelmap.count(5), labelmap.count(133)], [9, 4]);
  painter.undo();
  painter.undo();
  assert.equal(labelmap.count(), 0);
});
