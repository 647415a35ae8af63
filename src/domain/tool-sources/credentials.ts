import type { Context } from "../workspaces/index.ts";
import type { ToolCredentials } from "./rules.ts";
import type { ToolSourceRow } from "./tables.ts";

/** What a source keeps of its secret, and of how far a login there has come. */
export function sealed(ctx: Context, id: string, credentials: ToolCredentials | null) {
  const begun = { attemptSealed: null, replacingId: null, replacingUntil: null };
  if (!credentials) return { ...begun, credentialsSealed: null, credentialsType: null, authorization: null };
  const isLogin = credentials.type === "oauth";
  return {
    ...begun,
    credentialsSealed: ctx.db.seal.seal(JSON.stringify(credentials), placeOf(ctx, id, "credentials")),
    credentialsType: credentials.type,
    authorization: isLogin ? (credentials.access === null ? ("needed" as const) : ("granted" as const)) : null,
  };
}

export function openCredentials(
  ctx: Context,
  { id, credentialsSealed }: Pick<ToolSourceRow, "id" | "credentialsSealed">,
): ToolCredentials | null {
  const opened = credentialsSealed && ctx.db.seal.open(credentialsSealed, placeOf(ctx, id, "credentials"));
  // Sealed by this folder alone, in this form.
  return opened ? (JSON.parse(opened) as ToolCredentials) : null;
}

export function placeOf(
  { workspaceId }: Pick<Context, "workspaceId">,
  rowId: string,
  field: "credentials" | "attempt",
) {
  return { workspaceId, table: "tool_sources", rowId, field };
}
