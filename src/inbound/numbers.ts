import { getConnection, openConnection } from "../domain/connections/index.ts";
import { keepNumbers } from "../domain/numbers/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { integrationById } from "../integrations/index.ts";

/** Reads what numbers an account has, and what carriers want of them. */
export async function readNumbers(ctx: Context, { connectionId }: { connectionId: string }): Promise<void> {
  const { integrationId, state } = await getConnection(ctx, connectionId);
  const { numbers } = integrationById(integrationId);
  if (!numbers || state === "disconnected") return;
  const found = await numbers.list(await openConnection(ctx, connectionId));
  await keepNumbers(ctx, { connectionId, found });
}
