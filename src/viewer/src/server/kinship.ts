import type { LocalCopy } from './localCopy.ts';
import type { StoredWork } from './readClient.ts';

/** What the server has when a read is opened. */
export interface ServerSide {
  revision: number;
  version: number;
  stored: Promise<StoredWork>;
}

/**
 * How this browser's copy stands to what the server has: `newer` when it was drawn on that, `same` when both hold the
 * same voxels, `apart` when both were changed. A page that is closed may never hear that its draft was kept, so a
 * draft one revision ahead is no stranger if this browser sent it.
 */
export async function kinOf(local: LocalCopy, server: ServerSide): Promise<'newer' | 'same' | 'apart'> {
  const sameBase = local.baseVersion === server.version;
  if (sameBase && local.revision === server.revision) return 'newer';
  const { runs, isDraft } = await server.stored;
  if (!runs) return 'apart';
  if (sameBytes(local.runs, runs)) return 'same';
  const isNext = sameBase && isDraft && server.revision === local.revision + 1;
  return isNext && local.sent?.some((sent) => sameBytes(sent, runs)) ? 'newer' : 'apart';
}

/** One labelmap has one encoding, so equal voxels are equal bytes. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
