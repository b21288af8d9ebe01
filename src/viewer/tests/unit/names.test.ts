import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameParts } from '../../src/room/nameParts.ts';

test('Names of features break between words and never inside one', () => {
  assert.deepEqual(nameParts('original_shape_LeastAxisLength'), [
    'original_',
    'shape_',
    'Least',
    'Axis',
    'Length',
  ]);
  assert.deepEqual(nameParts('original_shape_Maximum2DDiameterColumn').slice(2), [
    'Maximum2D',
    'Diameter',
    'Column',
  ]);
  assert.deepEqual(nameParts('wavelet-LLH_firstorder_10Percentile'), [
    'wavelet-LLH_',
    'firstorder_',
    '10',
    'Percentile',
  ]);
  assert.deepEqual(nameParts('original_glcm_Imc1'), ['original_', 'glcm_', 'Imc1']);
});
