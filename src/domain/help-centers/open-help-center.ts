import type { Database } from "../../platform/db.ts";
import { type Context, findInDirectory, systemContext } from "../workspaces/index.ts";
import { findRow, listPlaced, type PlacedArticle } from "./queries.ts";
import { isSlug } from "./rules.ts";

/** An open help centre, for whoever comes. */
export interface HelpCenterPlace {
  /** Of its workspace; reads what the shop knows and may do nothing else. */
  ctx: Context;
  /** The address it has now; another one than was asked for has become old. */
  slug: string;
  name: string;
  articles: PlacedArticle[];
}

/** What stands at an address, for readers whom nobody knows; null: nothing, or it is closed. */
export async function openHelpCenter(db: Database, slug: string): Promise<HelpCenterPlace | null> {
  if (!isSlug(slug)) return null;
  const [found] = await findInDirectory(db, "help_center", slug);
  if (!found) return null;
  const permissions = new Set(["knowledge:read"]);
  const ctx = { ...systemContext(db, found.workspaceId, "help-center"), permissions };
  const row = await findRow(ctx);
  if (!row || row.openedAt === null) return null;
  return { ctx, slug: row.slug, name: row.name, articles: await listPlaced(ctx) };
}
