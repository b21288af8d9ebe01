import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kinOf } from '../../src/server/kinship.ts';
import type { LocalCopy } from '../../src/server/localCopy.ts';

const [a, b, c] = [1, 2, 3].map((value) => new Uint8Array([0, 5, value, 7]));
const local = (runs: typeof a, revision: number, sent?: Uint8Array[]): LocalCopy => ({
  readUrl: '',
  runs: runs.slice(),
  revision,
  baseVersion: 1,
  updatedAt: '',
  sent,
});
const server = (runs: typeof a | null, revision: number, version = 1) => ({
  revision,
  version,
  stored: Promise.resolve({ runs: runs && runs.slice(), isDraft: revision > 0 }),
});

for (const [what, mine, theirs, kin] of [
  ['drawn on the draft that the server has', local(b, 3), server(a, 3), 'newer'],
  ['the same voxels, of which the answer was lost', local(b, 3), server(b, 4), 'same'],
  ['the same voxels, saved since', local(b, 3), server(b, 0, 2), 'same'],
  ['drawn on what was sent without an answer', local(c, 3, [a, b]), server(b, 4), 'newer'],
  ['a draft that was never sent from here', local(c, 3, [a]), server(b, 4), 'apart'],
  ['two drafts further', local(c, 3, [b]), server(b, 5), 'apart'],
  ['another version saved meanwhile', local(c, 3, [b]), server(b, 4, 2), 'apart'],
  ['a copy of an earlier viewer, and another draft', local(c, 3), server(b, 4), 'apart'],
  ['nothing on the server any more', local(c, 3, [b]), server(null, 0), 'apart'],
] as const) {
  test(`This browser's copy against the server: ${what} (${kin})`, async () => {
    assert.equal(await kinOf(mine, theirs), kin);
  });
}
