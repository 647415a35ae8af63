import { getConnection, openConnection, recoverConnection, warnOfConnection } from "../domain/connections/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { integrationById } from "../integrations/index.ts";
import { ConnectionBroken, ProviderRejected } from "../platform/errors.ts";

/**
 * Renews what expires at the provider. A refusal stands beside the connection, which goes on by asking regularly.
 * @throws ConnectionBroken when the credentials are refused; ProviderUnavailable to be tried again.
 */
export async function renewConnection(ctx: Context, { connectionId }: { connectionId: string }): Promise<void> {
  const { integrationId, state } = await getConnection(ctx, connectionId);
  const { connect, name } = integrationById(integrationId);
  if (!connect?.renew || state === "disconnected") return;
  try {
    await connect.renew(await openConnection(ctx, connectionId));
    // It has just answered: whatever was wrong is over.
    if (state === "needs_attention") await recoverConnection(ctx, { connectionId });
    await warnOfConnection(ctx, { connectionId, reason: null });
  } catch (error) {
    if (!(error instanceof ProviderRejected) || error instanceof ConnectionBroken) throw error;
    const reason = `${name} does not tell us at once what is new, so messages come some minutes late: ${error.message}`;
    await warnOfConnection(ctx, { connectionId, reason });
  }
}
