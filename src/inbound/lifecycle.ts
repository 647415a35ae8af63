import { noteGranted, renameConnection } from "../domain/connections/index.ts";
import { takeAccountErasure, takeDataRequest, takeErasureRequest } from "../domain/privacy/index.ts";
import { type Cause, type Context, systemContext } from "../domain/workspaces/index.ts";
import type { Fact } from "../integrations/contract.ts";
import type { Database } from "../platform/db.ts";
import { requestBilling } from "./billing.ts";

interface Told {
  workspaceId: string;
  connectionId: string;
  cause: Cause | null;
  facts: readonly Fact[];
}

/** What providers say of an account as such, or ask for in somebody's name. Safe to repeat; needs no access that works. */
export async function followLifecycle(db: Database, rows: readonly Told[]): Promise<void> {
  for (const { workspaceId, connectionId, cause, facts } of rows) {
    const ctx = systemContext(db, workspaceId, "ingest", cause);
    for (const fact of facts) await follow(ctx, connectionId, fact);
  }
}

async function follow(ctx: Context, connectionId: string, fact: Fact): Promise<void> {
  switch (fact.kind) {
    case "account-renamed":
      return renameConnection(ctx, { ...fact, connectionId });
    case "scopes-changed":
      return noteGranted(ctx, { connectionId, scopes: fact.scopes });
    case "charges-changed":
      // What a charge is worth is not taken from a webhook.
      return requestBilling(ctx, { connectionId });
    case "person-data-asked":
      return takeDataRequest(ctx, { connectionId, ...fact });
    case "person-erasure-asked":
      return takeErasureRequest(ctx, { connectionId, ...fact });
    case "account-erasure-asked":
      return takeAccountErasure(ctx, { connectionId, ...fact });
  }
}
