import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReadingTime } from '../../src/server/readingTime.ts';

/** A page whose clock and visibility are set by hand. */
function page() {
  const heard = new Map<string, () => void>();
  const state = { now: 0, visibilityState: 'visible' };
  Object.assign(globalThis, {
    document: {
      addEventListener: (name: string, act: () => void) => heard.set(name, act),
      removeEventListener: (name: string) => heard.delete(name),
      get visibilityState() {
        return state.visibilityState;
      },
    },
    window: { setInterval: () => 0, clearInterval: () => undefined },
  });
  const sent: number[] = [];
  const client = {
    fails: false,
    countTime: async (seconds: number) => {
      if (client.fails) throw new Error('The server cannot be reached.');
      sent.push(seconds);
    },
  };
  const time = new ReadingTime(client, () => state.now);
  const pass = (seconds: number) => {
    for (let n = 0; n < seconds; n++) {
      state.now += 1000;
      time.tick();
    }
  };
  return { state, heard, client, sent, time, pass, total: () => sent.reduce((a, b) => a + b, 0) };
}

test('Time is counted while the reader works, and stops a minute after the last sign', async () => {
  const { heard, sent, time, pass, total } = page();
  pass(30);
  heard.get('pointermove')?.();
  pass(200);
  await time.send(false);
  assert.equal(total(), 90);
  assert.ok(sent.length >= 4, 'It is sent on the way, so that a lost tab loses little.');
});

test('A hidden tab and a machine that slept count nothing', async () => {
  const { state, time, pass, total } = page();
  pass(5);
  state.visibilityState = 'hidden';
  pass(100);
  state.visibilityState = 'visible';
  state.now += 8 * 3600 * 1000;
  time.tick();
  await time.send(false);
  assert.equal(total(), 5);
});

test('What could not be sent is sent with the next', async () => {
  const { client, time, pass, total } = page();
  client.fails = true;
  pass(25);
  await new Promise((resolve) => setImmediate(resolve));
  client.fails = false;
  await time.send(false);
  assert.equal(total(), 25);
});
