import { noteRefusedByProvider } from "../domain/consent/index.ts";
import { noteDelivery } from "../domain/conversations/index.ts";
import { type Cause, systemContext } from "../domain/workspaces/index.ts";
import { type Fact, integrationById } from "../integrations/index.ts";
import type { Database } from "../platform/db.ts";

interface Told {
  workspaceId: string;
  connectionId: string;
  integrationId: string;
  cause: Cause | null;
  facts: readonly Fact[];
}

/** What carriers say of our messages. Safe to repeat, and in any order. */
export async function followStatuses(db: Database, rows: readonly Told[]): Promise<void> {
  for (const { workspaceId, connectionId, integrationId, cause, facts } of rows) {
    for (const fact of facts) {
      if (fact.kind !== "message-status") continue;
      const ctx = systemContext(db, workspaceId, "ingest", cause);
      const { externalId, ownMessageId: messageId, status, failure, optedOut } = fact;
      const code = failure?.code ?? "undelivered";
      const told = failure && { code: `carrier_${code}`, message: failure.message };
      const message = await noteDelivery(ctx, { connectionId, externalId, messageId, status, failure: told });
      const address = message?.to[0]?.address;
      const { channel } = integrationById(integrationId);
      if (!optedOut || !message || !address || !channel) continue;
      await noteRefusedByProvider(ctx, { channel, address, evidence: { providerCode: code, messageId: message.id } });
    }
  }
}
