import assert from 'node:assert/strict';
import { test } from 'node:test';
import { orientationLetters } from '../../src/geometry/orientation.ts';

test('Directions of the patient have their letters', () => {
  assert.equal(orientationLetters([1, 0, 0]), 'L');
  assert.equal(orientationLetters([-1, 0, 0]), 'R');
  assert.equal(orientationLetters([0, -1, 0]), 'A');
  assert.equal(orientationLetters([0, 0, 1]), 'H');
  assert.equal(orientationLetters([0, 0.94, -0.34]), 'PF');
});
