import assert from 'node:assert/strict';
import { test } from 'node:test';
import { huOfNative } from '../../src/engine/nativeFrame.ts';
import { centreOfRuns, encodeRuns } from '../../src/labelmap/runLengths.ts';
import { onlyPart } from '../../src/server/multipart.ts';

const answer = (head: string, body: Uint8Array, tail: string) =>
  new Uint8Array(Buffer.concat([Buffer.from(head), body, Buffer.from(tail)]));

const native = { signed: false, bitsStored: 12, slope: 1, intercept: -1024 };
const bytesOf = (...words: number[]) => new Uint8Array(Uint16Array.from(words).buffer);

test('The only part of an answer is its bytes and how they are encoded', () => {
  const body = Uint8Array.from([1, 2, 13, 10, 13, 10, 45, 45, 3]);
  const head =
    '--edge\r\nContent-Type: application/octet-stream; transfer-syntax=1.2.840.10008.1.2.4.90\r\nContent-Length: 9\r\n\r\n';
  const frame = onlyPart(answer(head, body, '\r\n--edge--\r\n'));
  assert.deepEqual([...frame.bytes], [...body]);
  assert.equal(frame.transferSyntaxUid, '1.2.840.10008.1.2.4.90');
});

test('A quoted transfer syntax and an answer with a preamble are understood', () => {
  const head =
    'hello\r\n--e\r\ncontent-type: application/octet-stream;transfer-syntax="1.2.840.10008.1.2.1"\r\n\r\n';
  const frame = onlyPart(answer(head, Uint8Array.from([7, 7]), '\r\n--e--'));
  assert.equal(frame.transferSyntaxUid, '1.2.840.10008.1.2.1');
  assert.deepEqual([...frame.bytes], [7, 7]);
});

test('Refuses an answer without head, without boundary and one that was cut short', () => {
  assert.throws(() => onlyPart(new Uint8Array(100)), /without its head/);
  assert.throws(
    () => onlyPart(answer('Content-Type: x\r\n\r\n', new Uint8Array(4), '')),
    /without a boundary/,
  );
  assert.throws(() => onlyPart(answer('--e\r\n\r\n', new Uint8Array(600), '')), /cut short/);
});

test('HU of unsigned pixels are slope times value plus intercept', () => {
  const { hu, lowest, highest } = huOfNative(bytesOf(0, 24, 4095), { ...native, slope: 2 })!;
  assert.deepEqual([...hu], [-1024, -976, 7166]);
  assert.deepEqual([lowest, highest], [-1024, 7166]);
});

test('The sign of a signed pixel is in its highest stored bit', () => {
  const signed = { signed: true, bitsStored: 12, slope: 1, intercept: 0 };
  // 0x0fff of 12 bits is -1, whatever stands above the stored bits.
  assert.deepEqual([...huOfNative(bytesOf(0x0fff, 0x7800, 5), signed)!.hu], [-1, -2048, 5]);
  assert.deepEqual([...huOfNative(bytesOf(0xffff, 0x8000), { ...signed, bitsStored: 16 })!.hu], [-1, -32768]);
});

test('Frames at an odd place are read like others', () => {
  const odd = new Uint8Array(5);
  odd.set(bytesOf(1024, 1025), 1);
  assert.deepEqual([...huOfNative(odd.subarray(1), native)!.hu], [0, 1]);
});

test('What is no whole number of 16 bits is left to the library', () => {
  assert.equal(huOfNative(bytesOf(1), { ...native, slope: 0.5 }), null);
  assert.equal(huOfNative(bytesOf(1), { ...native, intercept: 0.5 }), null);
  assert.equal(huOfNative(bytesOf(60000), native), null);
  assert.equal(huOfNative(new Uint8Array(3), native), null);
});

test('The centre of a structure is known from its runs', () => {
  const slices = [new Uint8Array(12), new Uint8Array(12), new Uint8Array(12)];
  for (const k of [1, 2]) for (const at of [5, 6]) slices[k][at] = 1;
  slices[2][9] = 1;
  slices[0][0] = 2;
  assert.deepEqual(centreOfRuns(encodeRuns(slices), 1, [4, 3, 3]), [1, 1, 2]);
  assert.equal(centreOfRuns(encodeRuns(slices), 3, [4, 3, 3]), null);
  assert.equal(centreOfRuns(Uint8Array.from([0, 5]), 1, [4, 3, 3]), null);
});
