import type { LogRow } from "../model";

/**
 * Rows that cannot change any more, kept in this browser: only blocks that the chain calls final are written. Without
 * IndexedDB, or with it full, the log is read anew each visit.
 */
export type Chunk = { readonly from: bigint; readonly to: bigint; readonly rows: readonly LogRow[] };

/** The last block that is kept, and its hash: another hash there is another chain. */
export type Cursor = { readonly through: bigint; readonly hash: string };

export type Kept = { readonly cursor: Cursor; readonly rows: readonly LogRow[] };

export type LogCache = {
  readonly load: () => Promise<Kept | null>;
  readonly keep: (chunk: Chunk, cursor: Cursor) => Promise<void>;
  readonly clear: () => Promise<void>;
};

const DATABASE = "global-100-log";
/** Raised when the shape of a row changes: what older pages kept is dropped. */
const VERSION = 1;
const CHUNKS = "chunks";
const CURSORS = "cursors";

function done<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("IndexedDB failed"));
  });
}

function committed(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error ?? new Error("IndexedDB failed"));
    transaction.onabort = () => reject(transaction.error ?? new Error("IndexedDB aborted"));
  });
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, VERSION);
  request.onupgradeneeded = () => {
    const database = request.result;
    for (const name of [...database.objectStoreNames]) database.deleteObjectStore(name);
    database.createObjectStore(CHUNKS);
    database.createObjectStore(CURSORS);
  };
  return done(request);
}

/** Keys sort by block: the chunks of one fund are one range. */
function chunkKey(fund: string, block: bigint): string {
  return `${fund}:${block.toString().padStart(20, "0")}`;
}

/** `fund` names chain and vault. */
export function openCache(fund: string): LogCache {
  let opened: Promise<IDBDatabase> | null = null;
  const database = () => {
    opened ??= open();
    return opened;
  };
  const range = () => IDBKeyRange.bound(`${fund}:`, `${fund};`);
  return {
    load: async () => {
      const transaction = (await database()).transaction([CHUNKS, CURSORS]);
      const cursor = await done<Cursor | undefined>(transaction.objectStore(CURSORS).get(fund));
      const chunks = await done<Chunk[]>(transaction.objectStore(CHUNKS).getAll(range()));
      if (cursor === undefined) return null;
      return { cursor, rows: chunks.filter(({ to }) => to <= cursor.through).flatMap(({ rows }) => rows) };
    },
    keep: async (chunk, cursor) => {
      const transaction = (await database()).transaction([CHUNKS, CURSORS], "readwrite");
      transaction.objectStore(CHUNKS).put(chunk, chunkKey(fund, chunk.from));
      transaction.objectStore(CURSORS).put(cursor, fund);
      await committed(transaction);
    },
    clear: async () => {
      const transaction = (await database()).transaction([CHUNKS, CURSORS], "readwrite");
      transaction.objectStore(CHUNKS).delete(range());
      transaction.objectStore(CURSORS).delete(fund);
      await committed(transaction);
    },
  };
}

/** Keeps nothing: where the browser has no storage for us. */
export const noCache: LogCache = {
  load: async () => null,
  keep: async () => undefined,
  clear: async () => undefined,
};
