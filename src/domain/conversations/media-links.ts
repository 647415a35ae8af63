import { z } from "zod";
import { now } from "../../platform/clock.ts";
import type { Database } from "../../platform/db.ts";
import { AppError } from "../../platform/errors.ts";
import type { Context } from "../workspaces/index.ts";

/** A text may wait in a number's queue at the provider for ten hours, and is fetched when its turn comes. */
const validForMs = 12 * 3_600_000;
const until = z.object({ until: z.number() });

interface LinkedMedia {
  workspaceId: string;
  attachmentId: string;
}

/** What opens one file of a text, and nothing else, to the provider that is to send it: sealed, and over after a while. */
export function linkMedia({ db, workspaceId }: Context, attachmentId: string): string {
  const words = JSON.stringify({ until: now().getTime() + validForMs });
  return [workspaceId, attachmentId, db.seal.seal(words, placeOf({ workspaceId, attachmentId }))].join("~");
}

/** Null for what was not made here, was changed, or has run out. */
export function openMediaLink(db: Database, token: string): LinkedMedia | null {
  const [workspaceId = "", attachmentId = "", sealed = "", ...rest] = token.split("~");
  const uuid = z.uuid();
  if (rest.length > 0 || !uuid.safeParse(workspaceId).success || !uuid.safeParse(attachmentId).success) return null;
  const linked = { workspaceId, attachmentId };
  try {
    const words = until.parse(JSON.parse(db.seal.open(sealed, placeOf(linked))));
    return words.until > now().getTime() ? linked : null;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

function placeOf({ workspaceId, attachmentId }: LinkedMedia) {
  return { workspaceId, table: "attachments", rowId: attachmentId, field: "media_link" };
}
