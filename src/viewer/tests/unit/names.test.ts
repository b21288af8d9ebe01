import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyName } from '../../src/room/keys.ts';
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

test('A key typed with AltGr is that key, not one with Ctrl and Alt', () => {
  const german = { key: ']', code: 'Digit9', ctrlKey: true, altKey: true, metaKey: false, shiftKey: false };
  assert.equal(keyName({ ...german, getModifierState: (name) => name === 'AltGraph' }), ']');
  assert.equal(keyName({ ...german, ctrlKey: false, key: '9', getModifierState: () => false }), 'alt+9');
});
