import type { StoredWork } from './readClient.ts';

/** What this browser keeps of a read until the server has it: the guard against a lost network or power. */
export interface LocalCopy {
  readUrl: string;
  runs: Uint8Array<ArrayBuffer>;
  /** Draft revision and saved version of the server on which this was drawn. */
  revision: number;
  baseVersion: number;
  updatedAt: string;
  /** What was sent on that revision without an answer: the server may have it all the same. */
  sent?: Uint8Array[];
}

/** What the browser and the server keep of a read. */
export interface KeptWork {
  local: Promise<LocalCopy | null>;
  stored: Promise<StoredWork>;
}

const store = 'drafts';

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('radl-reading-room', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(store, { keyPath: 'readUrl' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function run<T>(mode: IDBTransactionMode, act: (drafts: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await openDatabase();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(store, mode);
      const request = act(transaction.objectStore(store));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
      transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** A browser without storage (private window, full disk) still works: only this guard is then missing. */
export async function readLocalCopy(readUrl: string): Promise<LocalCopy | null> {
  const copy = await run('readonly', (drafts) => drafts.get(readUrl)).catch(() => null);
  return (copy as LocalCopy | undefined) ?? null;
}

export async function writeLocalCopy(copy: LocalCopy): Promise<boolean> {
  return run('readwrite', (drafts) => drafts.put(copy)).then(
    () => true,
    () => false,
  );
}

export async function dropLocalCopy(readUrl: string): Promise<void> {
  await run('readwrite', (drafts) => drafts.delete(readUrl)).catch(() => undefined);
}
