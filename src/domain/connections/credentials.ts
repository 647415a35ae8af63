import type { Context } from "../workspaces/index.ts";

export type Credentials = Record<string, string>;

/** Nobody replaces them any more. */
export const endOfReplacing = { replacingId: null, replacingUntil: null } as const;

export function sealCredentials(ctx: Context, connectionId: string, credentials: Credentials): string {
  return ctx.db.seal.seal(JSON.stringify(credentials), placeOf(ctx, connectionId));
}

export function openCredentials(ctx: Context, row: { id: string; credentialsSealed: string }): Credentials {
  // Sealed above, from this very type.
  return JSON.parse(ctx.db.seal.open(row.credentialsSealed, placeOf(ctx, row.id))) as Credentials;
}

function placeOf(ctx: Context, rowId: string) {
  return { workspaceId: ctx.workspaceId, table: "connections", rowId, field: "credentials" };
}
