import type { Part } from "./part.ts";
import { read } from "./query-root.ts";

/** What the sandbox plays of the Admin API. */
export const parts: readonly Part[] = [read];
