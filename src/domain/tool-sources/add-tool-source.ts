import { eq } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { sealed } from "./credentials.ts";
import { insertTools, namesTaken } from "./keep-offer.ts";
import { type ToolSource, withoutSecret } from "./queries.ts";
import { mostSources, type Offer, type SourceKind, type ToolCredentials } from "./rules.ts";
import { toolSources } from "./tables.ts";

export interface NewToolSource {
  kind: SourceKind;
  name: string;
  url: string | null;
  credentials: ToolCredentials | null;
  offer: Offer;
}

/** Keeps a server and all it offers; nothing of it is switched on. @throws AppError("conflict") */
export async function addToolSource(
  ctx: Context,
  { kind, name, url, credentials, offer }: NewToolSource,
): Promise<ToolSource> {
  allow(ctx, "settings:manage");
  return inTransaction(ctx, async (tx) => {
    const { workspaceId } = tx;
    const known = await tx.q
      .select({ id: toolSources.id })
      .from(toolSources)
      .where(eq(toolSources.workspaceId, workspaceId));
    if (known.length >= mostSources)
      throw new AppError("conflict", `There are ${mostSources} sources of tools already: remove one that is not used`);
    const id = newId();
    const { title, baseUrl, leftOut } = offer;
    const [row] = await tx.q
      .insert(toolSources)
      .values({
        ...{ workspaceId, id, kind, name, url, baseUrl, title, leftOut },
        ...sealed(tx, id, credentials),
        readAt: now(),
      })
      .returning();
    await insertTools(tx, row!, offer.tools, await namesTaken(tx));
    tx.emit({ name: "tool_source.added", data: { toolSourceId: id, to: kind } });
    return withoutSecret(row!);
  });
}
