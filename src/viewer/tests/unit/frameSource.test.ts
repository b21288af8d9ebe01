import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { FrameSource } from '../../src/server/frameSource.ts';

/** A request that is answered when the test says so. */
class Request {
  static sent: Request[] = [];
  address = '';
  status = 0;
  response: ArrayBuffer | null = null;
  responseType = '';
  onload = () => {};
  onerror = () => {};
  onabort = () => {};
  open(_method: string, address: string) {
    this.address = address;
  }
  setRequestHeader() {}
  send() {
    Request.sent.push(this);
  }
  abort() {
    this.onabort();
  }
  answer(status = 200) {
    this.status = status;
    this.response = new Uint8Array(Buffer.from(`--b\r\n\r\n${this.address}\r\n--b--\r\n`)).buffer;
    this.onload();
  }
}
(globalThis as { XMLHttpRequest?: unknown }).XMLHttpRequest = Request;
afterEach(() => {
  Request.sent = [];
});

const addresses = Array.from({ length: 100 }, (_, k) => `/${k}`);
const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

test('Frames nearest to the slice that is looked at come first, also when it moves', async () => {
  const source = new FrameSource(addresses);
  source.near = 10;
  source.fetchAll();
  assert.deepEqual(
    Request.sent.slice(0, 3).map((request) => request.address),
    ['/10', '/9', '/11'],
  );
  const begun = Request.sent.length;
  assert.ok(begun < 100);
  source.near = 90;
  Request.sent[0].answer();
  await settled();
  assert.equal(Request.sent[begun].address, '/90');
});

test('A frame is handed over once, and fetched again when it is asked for again', async () => {
  const source = new FrameSource(addresses);
  const [first, same] = [source.frame('/5'), source.frame('/5')];
  assert.equal(Request.sent.length, 1);
  Request.sent[0].answer();
  assert.equal(Buffer.from((await first).bytes).toString(), '/5');
  assert.equal(await same, await first);
  void source.frame('/5');
  assert.equal(Request.sent.length, 2);
});

test('A refused frame fails alone', async () => {
  const source = new FrameSource(addresses);
  const [refused, other] = [source.frame('/1'), source.frame('/2')];
  Request.sent[0].answer(404);
  Request.sent[1].answer();
  await assert.rejects(refused, /status 404/);
  assert.equal(Buffer.from((await other).bytes).toString(), '/2');
});

test('After a stop nothing more is fetched', async () => {
  const source = new FrameSource(addresses);
  source.fetchAll();
  const begun = Request.sent.length;
  source.stop();
  await settled();
  assert.equal(Request.sent.length, begun);
});
