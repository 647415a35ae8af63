import { noteKeyCheck, openModelKey } from "../domain/models/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { AppError } from "../platform/errors.ts";
import { openWith } from "./config.ts";
import { hasNoList, mayPass } from "./models/trouble.ts";

const patienceMs = 20_000;

/**
 * Asks a provider what it offers to whoever has this key, and keeps the answer. A key that was removed is left alone.
 * @throws ProviderUnavailable while the provider cannot be asked.
 */
export async function checkModelKey(ctx: Context, { modelKeyId }: { modelKeyId: string }): Promise<void> {
  const access = await openModelKey(ctx, modelKeyId).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  });
  if (!access) return;
  try {
    const offered = await openWith(access, "").offered(AbortSignal.timeout(patienceMs));
    await noteKeyCheck(ctx, modelKeyId, { state: "working", offered });
  } catch (error) {
    if (!(error instanceof AppError) || mayPass(error)) throw error;
    // That they answer says enough.
    await noteKeyCheck(
      ctx,
      modelKeyId,
      hasNoList(error, access) ? { state: "working", offered: null } : { state: "refused", reason: error.message },
    );
  }
}
