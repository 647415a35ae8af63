import type { Action } from "../domain/actions/index.ts";
import { getConnection, openConnection } from "../domain/connections/index.ts";
import type { Context } from "../domain/workspaces/index.ts";
import { type Act, type Connection, integrationById } from "../integrations/index.ts";
import { ConnectionBroken, ProviderRejected } from "../platform/errors.ts";

/** What can be done in the shop of an integration; null: nothing. */
export type Acts = (integrationId: string) => Act | null;

export interface Performing {
  acts?: Acts;
  /** How long what may have been done must stay missing in the shop before it is tried again. */
  settlingMs?: number;
}
export const actOf: Acts = (integrationId) => integrationById(integrationId).act ?? null;

interface Shop {
  act: Act;
  connection: Connection;
}

/** @throws ProviderRejected when nothing of this kind can be done there. */
export async function openShop(ctx: Context, { connectionId, kind }: Action, acts: Acts): Promise<Shop> {
  const { integrationId } = await getConnection(ctx, connectionId);
  const act = acts(integrationId);
  if (!act?.kinds.includes(kind)) throw new ProviderRejected(`${integrationId} cannot do this`);
  return { act, connection: await openConnection(ctx, connectionId) };
}

/** With the connection whose repair is to be waited for. */
export async function parking<T>(connectionId: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ConnectionBroken)) throw error;
    throw new ConnectionBroken(error.message, { cause: error, details: { connectionId } });
  }
}

/** It will never be otherwise. A connection that can be mended is none of these. */
export function isRefusal(error: unknown): error is ProviderRejected {
  return error instanceof ProviderRejected && !(error instanceof ConnectionBroken);
}
