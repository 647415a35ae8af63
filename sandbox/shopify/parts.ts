import { billing } from "./billing/part.ts";
import { bulk } from "./bulk/part.ts";
import type { Part } from "./part.ts";
import { read } from "./query-root.ts";
import { webhooks } from "./webhooks/part.ts";

/** What the sandbox plays of the Admin API. */
export const parts: readonly Part[] = [read, webhooks, bulk, billing];
