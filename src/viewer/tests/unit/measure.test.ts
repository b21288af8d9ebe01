import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SeriesGeometry } from '../../src/geometry/seriesGeometry.ts';
import type { Triple } from '../../src/geometry/vector.ts';
import { keyActions } from '../../src/room/keyActions.ts';
import { keyMap, keyName } from '../../src/room/keys.ts';
import { type Measurement, measure } from '../../src/room/measurements.ts';
import { rangeUnderBrush } from '../../src/room/pickedRange.ts';
import { tools } from '../../src/room/tools.ts';

const size = 40;
const geometry = new SeriesGeometry(
  Array.from({ length: 5 }, (_, k) => ({
    sopInstanceUid: String(k),
    position: [0, 0, 3 * k] as Triple,
    rowDirection: [1, 0, 0] as Triple,
    columnDirection: [0, 1, 0] as Triple,
    columnSpacing: 1,
    rowSpacing: 1,
    columns: size,
    rows: size,
    thickness: 3,
  })),
);
/** 40 HU to the left of column 20, 140 HU from there on. */
const hu = () => Float32Array.from({ length: size * size }, (_, at) => (at % size < 20 ? 40 : 140));
const series = { geometry, hu };
const across = (kind: Measurement['kind'], from: Triple, to: Triple): Measurement => ({
  kind,
  pane: 'axial',
  from,
  to,
  normal: [0, 0, -1],
  right: [1, 0, 0],
  text: '',
});

test('A length is told in millimetres', () => {
  assert.equal(measure(across('length', [1, 1, 3], [4, 5, 3]), series), '5.0 mm');
});

test('An ellipse tells the HU of the voxels inside and its area', () => {
  const inside = measure(across('ellipse', [3, 10, 6], [13, 16, 6]), series);
  assert.equal(inside, '40.0 ± 0.0 HU, 40.0 to 40.0, 47 mm²');
  const both = measure(across('ellipse', [15.5, 10.5, 6], [23.5, 18.5, 6]), series);
  assert.match(both, /^90\.0 ± 50\.0 HU, 40\.0 to 140\.0/);
});

test('The HU range under the brush is the mean and two deviations', () => {
  assert.deepEqual(rangeUnderBrush(series, [8, 8, 3], [0, 0, -1], 4), { low: 40, high: 40 });
  const mixed = rangeUnderBrush(series, [19.5, 20, 3], [0, 0, -1], 5)!;
  assert.ok(mixed.low < 40 && mixed.high > 140, JSON.stringify(mixed));
  assert.equal(rangeUnderBrush(series, [500, 500, 3], [0, 0, -1], 4), null);
});

test('Keys have one name whatever the keyboard types with Alt', () => {
  const press = (part: Partial<KeyboardEvent>) =>
    keyName({ key: '', code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...part });
  assert.equal(press({ key: '¡', code: 'Digit1', altKey: true }), 'alt+1');
  assert.equal(press({ key: 'Z', code: 'KeyZ', ctrlKey: true, shiftKey: true }), 'ctrl+shift+z');
  assert.equal(press({ key: 'z', code: 'KeyZ', metaKey: true }), 'ctrl+z');
  assert.equal(press({ key: 'PageDown', code: 'PageDown' }), 'pagedown');
});

test('No key does two things, and every tool has its own and stands in the list of keys', () => {
  const letters = tools.map((tool) => tool.key);
  assert.equal(new Set(letters).size, letters.length);
  const listed = keyMap
    .map((line) => line.keys)
    .join('  ')
    .split(/\s+/);
  for (const letter of letters) assert.ok(listed.includes(letter), letter);
  const single = keyMap.flatMap((line) => line.keys.split('  ')).filter((keys) => /^[A-Z]$/.test(keys));
  assert.equal(new Set(single).size, single.length);
  const room = {} as Parameters<typeof keyActions>[0];
  const actions = keyActions(room);
  for (const letter of letters) assert.ok(actions[letter.toLowerCase()]);
});
