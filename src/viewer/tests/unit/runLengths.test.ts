import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeRuns, encodeRuns } from '../../src/labelmap/runLengths.ts';

test('Runs across slices come back as they were', () => {
  const slices = [Uint8Array.from([0, 0, 1, 1]), Uint8Array.from([1, 2, 0, 0]), new Uint8Array(4)];
  assert.deepEqual([...encodeRuns(slices)], [0, 2, 1, 3, 2, 1, 0, 6]);
  assert.deepEqual(decodeRuns(encodeRuns(slices), 4, 3), slices);
});

test('A run longer than 127 takes several bytes', () => {
  assert.deepEqual([...encodeRuns([new Uint8Array(300)])], [0, 0xac, 2]);
});

test('Refuses a labelmap of another size', () => {
  assert.throws(() => decodeRuns(Uint8Array.from([0, 5]), 4, 1));
  assert.throws(() => decodeRuns(Uint8Array.from([0, 3]), 4, 1));
  assert.throws(() => decodeRuns(Uint8Array.from([0]), 4, 1));
});
