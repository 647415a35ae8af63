import { now } from "../../platform/clock.ts";
import type { Database } from "../../platform/db.ts";
import { AppError } from "../../platform/errors.ts";
import { getConnection } from "../connections/index.ts";
import { type Context, systemContext } from "../workspaces/index.ts";

export const integrationId = "web-chat";

/** Who chats in a shop's pages. */
export interface Shopper {
  workspaceId: string;
  connectionId: string;
  /** Her email address where the shop vouches for her; else a number of ours that says nothing of anybody. */
  address: string;
  name: string;
  isVouchedFor: boolean;
  /** When her session began, and how long it holds. */
  since: Date;
  until: Date;
}

/** @throws AppError("unauthenticated") when her session is over: by its time, by a new secret, with the chat itself. */
export async function admit(db: Database, { workspaceId, connectionId, since, until }: Shopper): Promise<Context> {
  const ctx = systemContext(db, workspaceId, "chat");
  const chat = await getConnection(ctx, connectionId);
  const isOver = until <= now() || chat.state !== "active" || (chat.connectedAt !== null && since < chat.connectedAt);
  if (isOver) throw new AppError("unauthenticated", "This session of the chat is over: begin a new one");
  return ctx;
}
