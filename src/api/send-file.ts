import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Response } from "express";
import { z } from "zod";

/** An answer that is saved, not shown. It is written while it is read: only a piece of it is in memory. */
export interface FileAnswer {
  /** One of the endpoint's `media`. */
  type: string;
  /** Under which the browser saves it: plain ASCII. */
  name: string;
  chunks: AsyncGenerator<string>;
}

/** The output of an endpoint that answers with a file. */
export const file = z.custom<FileAnswer>((value) => typeof value === "object" && value !== null && "chunks" in value);

/** The first piece is there before the answer begins, so that what fails at once is still a problem with a status. */
export async function sendFile(res: Response, { type, name, chunks }: FileAnswer): Promise<void> {
  const first = await chunks.next();
  res.setHeader("content-type", `${type}; charset=utf-8`);
  res.setHeader("content-disposition", `attachment; filename="${name}"`);
  if (res.req.method === "HEAD") return void res.end();
  try {
    await pipeline(Readable.from(resumed(first, chunks)), res);
  } catch (error) {
    if (!hasLeft(error)) throw error;
  }
}

async function* resumed(first: IteratorResult<string>, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  if (!first.done) yield first.value;
  yield* rest;
}

/** The reader went away before the end. */
export function hasLeft(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE";
}
