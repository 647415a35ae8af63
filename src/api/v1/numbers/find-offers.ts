import { getConnection, openConnection } from "../../../domain/connections/index.ts";
import type { Context } from "../../../domain/workspaces/index.ts";
import { integrationById, type NumberOffer, type WantedNumber } from "../../../integrations/index.ts";
import { AppError } from "../../../platform/errors.ts";

/** Numbers for sale at a connection's provider. @throws AppError("invalid_input") where there are none to buy. */
export async function findOffers(
  ctx: Context,
  { connectionId, ...wanted }: WantedNumber & { connectionId: string },
): Promise<NumberOffer[]> {
  const { integrationId, state } = await getConnection(ctx, connectionId);
  const { numbers } = integrationById(integrationId);
  if (!numbers) throw new AppError("invalid_input", "There are no numbers to buy from this connection");
  if (state === "disconnected") {
    throw new AppError("conflict", "Connect it again first", { details: { reason: "disconnected" } });
  }
  return numbers.offers(await openConnection(ctx, connectionId), wanted);
}
