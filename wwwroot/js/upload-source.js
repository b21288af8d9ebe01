// What the person dropped or chose, as a list of { path, size, open() }. Nothing is read before its turn comes; a ZIP is unpacked one entry at a time.
const MOST_FILES = 20000;
const LARGEST_FILE = 64 * 1024 * 1024;
const LARGEST_TOTAL = 64 * 1024 ** 3;
const HIGHEST_RATIO = 200;
const JUNK = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|DICOMDIR|__MACOSX\/.*|\._[^/]*)$/i;

export async function fromTransfer(transfer) {
  const entries = [...transfer.items].map((i) => i.webkitGetAsEntry?.()).filter(Boolean);
  if (entries.length === 0) return fromFiles([...transfer.files]);
  const files = [];
  const walk = async (entry) => {
    if (entry.isFile) {
      const file = await new Promise((ok, no) => entry.file(ok, no));
      files.push({ file, path: entry.fullPath.replace(/^\//, "") });
      return;
    }
    const reader = entry.createReader();
    for (;;) {
      const batch = await new Promise((ok, no) => reader.readEntries(ok, no));
      if (batch.length === 0) return;
      for (const child of batch) await walk(child);
    }
  };
  for (const entry of entries) await walk(entry);
  return collect(files);
}

export const fromFiles = (files) => collect(files.map((file) => ({ file, path: file.webkitRelativePath || file.name })));

async function collect(files) {
  const items = [];
  let skipped = 0;
  for (const { file, path } of files) {
    if (JUNK.test(path)) skipped++;
    else if (/\.zip$/i.test(path)) {
      const unpacked = await entriesOf(file, path);
      items.push(...unpacked.items);
      skipped += unpacked.skipped;
    } else items.push({ path, size: file.size, open: async () => file });
    if (items.length > MOST_FILES) throw new Error(`There are more than ${MOST_FILES.toLocaleString("en")} files. Send them in several parts.`);
  }
  return { items, skipped };
}

/** The central directory of a ZIP (APPNOTE 4.3.12), checked before anything is unpacked. */
async function entriesOf(zip, name) {
  const bad = (why) => new Error(`${name}: ${why} Nothing was sent; unpack it and choose the folder.`);
  const { at, size, count } = await directoryOf(zip, bad);
  if (count > MOST_FILES) throw bad(`The ZIP says that it holds ${count.toLocaleString("en")} files.`);
  if (at + size > zip.size) throw bad("The ZIP is cut off.");
  const view = new DataView(await zip.slice(at, at + size).arrayBuffer());
  const found = { items: [], skipped: 0 };
  const spans = [];
  let total = 0;
  for (let p = 0, i = 0; i < count; i++) {
    if (p + 46 > size || view.getUint32(p, true) !== 0x02014b50) throw bad("The list of files in the ZIP is damaged.");
    const entry = entryAt(view, p, size, bad);
    p += entry.length;
    if (entry.path.endsWith("/")) continue;
    if (entry.flags & 1) throw bad("The ZIP is encrypted.");
    if (/^([A-Za-z]:|[\\/])|(^|[\\/])\.\.([\\/]|$)/.test(entry.path)) throw bad("A path in the ZIP leads out of it.");
    total += entry.size;
    spans.push([entry.offset, entry.offset + 30 + entry.packed]);
    if (JUNK.test(entry.path)) {
      found.skipped++;
      continue;
    }
    if (entry.method !== 0 && entry.method !== 8) throw bad("A file in the ZIP is packed in an unusual way.");
    if (entry.size > 65536 && entry.size > entry.packed * HIGHEST_RATIO) throw bad("A file in the ZIP grows beyond measure when unpacked.");
    if (total > LARGEST_TOTAL) throw bad("Unpacked, the ZIP is larger than 64 GB.");
    found.items.push({ path: `${name}/${entry.path}`, size: entry.size, open: () => unpack(zip, entry) });
  }
  spans.sort((a, b) => a[0] - b[0]);
  for (let i = 1; i < spans.length; i++) if (spans[i][0] < spans[i - 1][1]) throw bad("Files in the ZIP overlap.");
  return found;
}

async function directoryOf(zip, bad) {
  const tailAt = Math.max(0, zip.size - 65557);
  const tail = new DataView(await zip.slice(tailAt).arrayBuffer());
  let end = tail.byteLength - 22;
  while (end >= 0 && tail.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) throw bad("This is no ZIP, or it is cut off.");
  const directory = { count: tail.getUint16(end + 10, true), size: tail.getUint32(end + 12, true), at: tail.getUint32(end + 16, true) };
  const locator = end - 20;
  if (locator < 0 || tail.getUint32(locator, true) !== 0x07064b50) return directory;
  const at = Number(tail.getBigUint64(locator + 8, true));
  const wide = new DataView(await zip.slice(at, at + 56).arrayBuffer());
  if (wide.byteLength < 56 || wide.getUint32(0, true) !== 0x06064b50) throw bad("The ZIP is damaged.");
  return { count: Number(wide.getBigUint64(32, true)), size: Number(wide.getBigUint64(40, true)), at: Number(wide.getBigUint64(48, true)) };
}

function entryAt(view, p, size, bad) {
  const [nameLength, extraLength, commentLength] = [28, 30, 32].map((o) => view.getUint16(p + o, true));
  const length = 46 + nameLength + extraLength + commentLength;
  if (p + length > size) throw bad("The list of files in the ZIP is damaged.");
  const entry = {
    length,
    flags: view.getUint16(p + 8, true),
    method: view.getUint16(p + 10, true),
    crc: view.getUint32(p + 16, true),
    packed: view.getUint32(p + 20, true),
    size: view.getUint32(p + 24, true),
    offset: view.getUint32(p + 42, true),
    path: new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + p + 46, nameLength)),
  };
  // Zip64: what does not fit stands in the extra field, in this order.
  const extraEnd = p + 46 + nameLength + extraLength;
  for (let e = p + 46 + nameLength; e + 4 <= extraEnd; e += 4 + view.getUint16(e + 2, true)) {
    if (view.getUint16(e, true) !== 1) continue;
    let at = e + 4;
    for (const field of ["size", "packed", "offset"]) {
      if (entry[field] !== 0xffffffff || at + 8 > extraEnd) continue;
      entry[field] = Number(view.getBigUint64(at, true));
      at += 8;
    }
  }
  return entry;
}

async function unpack(zip, entry) {
  if (entry.size > LARGEST_FILE) throw new Error("The file is larger than 64 MB.");
  const head = new DataView(await zip.slice(entry.offset, entry.offset + 30).arrayBuffer());
  if (head.byteLength < 30 || head.getUint32(0, true) !== 0x04034b50) throw new Error("The file is damaged in the ZIP.");
  const start = entry.offset + 30 + head.getUint16(26, true) + head.getUint16(28, true);
  const packed = zip.slice(start, start + entry.packed);
  const blob = entry.method === 0 ? packed : await inflate(packed, entry.size);
  if (blob.size !== entry.size || crc32(new Uint8Array(await blob.arrayBuffer())) !== entry.crc) throw new Error("The file is damaged in the ZIP.");
  return blob;
}

async function inflate(packed, size) {
  const reader = packed.stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const parts = [];
  for (let read = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return new Blob(parts);
    read += value.length;
    if (read > size) {
      await reader.cancel();
      throw new Error("The file is larger than the ZIP says.");
    }
    parts.push(value);
  }
}

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});

function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
