import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AppError } from "./errors.ts";

/** What a file is kept under: ids alone, so that no name a person gave ever becomes a path. */
export interface FileKey {
  workspaceId: string;
  fileId: string;
}

export interface StoredFile {
  sizeBytes: number;
  content: Readable;
}

/**
 * Bytes beside the database, written once and never changed. The database says which of them count: rows come first
 * and go last, so nothing lies here that no row knows. An object store fits behind the same three verbs.
 */
export interface FileStore {
  /** Whole or not at all; a second time under the same key replaces. @returns the number of bytes. */
  put(key: FileKey, content: AsyncIterable<Uint8Array>): Promise<number>;
  /** Null when there is nothing under the key. */
  read(key: FileKey): Promise<StoredFile | null>;
  /** Safe to repeat. */
  remove(key: FileKey): Promise<void>;
  /** In bytes: of one file, and of all files of one message. */
  limits: { file: number; message: number };
}

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const megabyte = 1_000_000;
/** 25 MB is what most mail servers take, and mail makes files a third larger. */
const usualLimits: FileStore["limits"] = { file: 15 * megabyte, message: 18 * megabyte };

/** Files in a folder, which every web and worker process must reach. */
export function openFolder(folder: string, limits: FileStore["limits"] = usualLimits): FileStore {
  return {
    limits,
    async put(key, content) {
      const path = pathOf(folder, key);
      await mkdir(dirname(path), { recursive: true });
      const arriving = `${path}.${randomUUID()}.part`;
      try {
        const target = createWriteStream(arriving, { flags: "wx", flush: true });
        await pipeline(content, target);
        await rename(arriving, path);
        return target.bytesWritten;
      } catch (error) {
        await rm(arriving, { force: true });
        throw error;
      }
    },
    async read(key) {
      const path = pathOf(folder, key);
      const found = await stat(path).catch(nullIfAbsent);
      return found && { sizeBytes: found.size, content: Readable.from(contentOf(path), { objectMode: false }) };
    },
    remove: (key) => rm(pathOf(folder, key), { force: true }),
  };
}

/** Where no folder was given: nothing can be kept, and nothing is lost silently. */
export const noFiles: FileStore = {
  limits: usualLimits,
  put: refuse,
  read: refuse,
  remove: refuse,
};

async function refuse(): Promise<never> {
  throw new AppError("bug", "FILES_FOLDER is not set, so files can be neither kept nor read");
}

/** Two letters of the random end of the id keep folders short. */
function pathOf(folder: string, { workspaceId, fileId }: FileKey): string {
  if (!uuid.test(workspaceId) || !uuid.test(fileId)) throw new AppError("bug", "A file is kept under ids only");
  return join(folder, workspaceId, fileId.slice(-2), fileId);
}

/** Opened when it is read: who only asks for the size leaves nothing open. */
async function* contentOf(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path);
}

function nullIfAbsent(error: unknown): null {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
  throw error;
}
