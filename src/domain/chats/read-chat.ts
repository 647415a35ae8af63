import type { Database } from "../../platform/db.ts";
import { type ChatMessage, listChat } from "../conversations/index.ts";
import { admit, type Shopper } from "./shopper.ts";

/**
 * What she and the shop wrote to each other in this chat, oldest first; notes and letters are not among it.
 * @throws AppError("unauthenticated") when her session is over.
 */
export async function readChat(db: Database, shopper: Shopper): Promise<ChatMessage[]> {
  const { connectionId, address } = shopper;
  return listChat(await admit(db, shopper), { connectionId, address });
}
