import type { SourceKind } from "../../../domain/tool-sources/index.ts";
import { LoginNeeded, type Offer, type ToolSourcePlace, toolServers } from "../../../integrations/index.ts";
import { AppError, ProviderRejected } from "../../../platform/errors.ts";

/** What a server offers. @throws AppError("invalid_input") when it will never tell; ProviderUnavailable. */
export async function readOffer(kind: SourceKind, place: ToolSourcePlace): Promise<Offer> {
  return toolServers[kind].read(place).catch((error: unknown) => {
    if (!(error instanceof ProviderRejected) || error instanceof LoginNeeded) throw error;
    throw new AppError("invalid_input", error.message, { cause: error, details: { field: "url" } });
  });
}
