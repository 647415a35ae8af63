import { z } from "zod";
import { readEnv } from "../platform/env.ts";

const shape = { PUBLIC_URL: z.url().default("http://localhost:3000").describe("Where customers find their pages.") };

let origin: string | undefined;

/** Read on first use: only links need it. */
export function publicOrigin(): string {
  origin ??= new URL(readEnv(shape).PUBLIC_URL).origin;
  return origin;
}
