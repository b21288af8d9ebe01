/** The bytes of one frame, as they are stored, and how they are encoded. */
export interface Frame {
  transferSyntaxUid: string;
  bytes: Uint8Array<ArrayBuffer>;
}

const implicitLittleEndian = '1.2.840.10008.1.2';
const lineEnd = [13, 10];

/**
 * The only part of a multipart answer (PS3.18 section 8.6). Its end is looked for from the end of the answer: a frame
 * has hundreds of thousands of bytes, and its closing boundary a few.
 */
export function onlyPart(answer: Uint8Array<ArrayBuffer>): Frame {
  const headLength = indexOf(answer, [...lineEnd, ...lineEnd], 0, Math.min(answer.length, 4096));
  if (headLength < 0) throw new Error('The frame came without its head.');
  const head = new TextDecoder().decode(answer.subarray(0, headLength)).split('\r\n');
  const boundary = head.find((line) => line.startsWith('--'));
  if (!boundary) throw new Error('The frame came without a boundary.');
  const start = headLength + 4;
  const closing = [...lineEnd, ...new TextEncoder().encode(boundary)];
  // Behind the closing boundary come two hyphens, a line end and perhaps an epilogue.
  const end = lastIndexOf(answer, closing, Math.max(start, answer.length - closing.length - 256));
  if (end < 0) throw new Error('The frame was cut short.');
  const type = head.find((line) => /^content-type:/i.test(line)) ?? '';
  const syntax = /transfer-syntax="?([\d.]+)/i.exec(type)?.[1] ?? implicitLittleEndian;
  return { transferSyntaxUid: syntax, bytes: answer.slice(start, end) };
}

function indexOf(bytes: Uint8Array, wanted: readonly number[], from: number, to: number): number {
  for (let at = from; at + wanted.length <= to; at++) if (isAt(bytes, wanted, at)) return at;
  return -1;
}

function lastIndexOf(bytes: Uint8Array, wanted: readonly number[], from: number): number {
  for (let at = bytes.length - wanted.length; at >= from; at--) if (isAt(bytes, wanted, at)) return at;
  return -1;
}

function isAt(bytes: Uint8Array, wanted: readonly number[], at: number): boolean {
  return wanted.every((byte, n) => bytes[at + n] === byte);
}
