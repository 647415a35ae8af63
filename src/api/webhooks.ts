import type { Express, RequestHandler } from "express";
import express from "express";
import { endAccess, noteHeard, notifyConnection } from "../domain/connections/index.ts";
import { forgetPending } from "../domain/installs/index.ts";
import { type DirectoryEntry, systemContext } from "../domain/workspaces/index.ts";
import { answerCall } from "../inbound/answer-call.ts";
import { openAccountLookup } from "../inbound/find-account.ts";
import { openRecorder } from "../inbound/record.ts";
import type { Integration, RawRequest, Webhook } from "../integrations/index.ts";
import { now } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";
import { AppError, NotFound } from "../platform/errors.ts";
import { rememberOwners } from "./webhook-owners.ts";

const maxBytes = 5 * 1024 * 1024;

/** What is listed beside the endpoints: it takes the provider's bytes, not our contract. */
export const webhookRoute = { method: "post", path: "/webhooks/:integrationId" } as const;

/**
 * Takes what providers send. The signature over the raw bytes is checked before anything is read from them; the
 * answer follows the commit at once, the work comes later. A signed request about an account nobody has connected is
 * acknowledged, so that the provider stops repeating it.
 */
export function mountWebhooks(app: Express, db: Database, integrations: readonly Integration[]): void {
  const recorder = openRecorder(db);
  const findAccount = openAccountLookup(db);
  const findKnown = openAccountLookup(db, "account");
  const owners = rememberOwners(db, findAccount);
  // Not inflated: signatures cover the bytes that were sent.
  const rawBody = express.raw({ type: () => true, limit: maxBytes, inflate: false });
  const receive: RequestHandler = async (req, res) => {
    res.locals.route = webhookRoute.path;
    const { id, webhook, install, voice } = withWebhook(integrations, String(req.params.integrationId));
    const request = { ...rawRequest(req.headers, req.body), url: req.originalUrl, receivedAt: now() };
    if (webhook.signedBy === "account") await verifyForAccount(id, webhook, request);
    else await webhook.verify(request);
    const account = webhook.account(request);
    const named = account === null ? undefined : await findAccount(`${id}:${account}`);
    // Renamed: nobody knows it by that name yet.
    const externalId = named ? null : (webhook.externalId?.(request) ?? null);
    const found = externalId === null ? named : await findKnown(`${id}:${externalId}`);
    const endedAt = install?.endedAt(request) ?? null;
    if (account !== null && endedAt) await endAccount({ integrationId: id, account, endedAt }, found);
    const requestId = String(res.getHeader("x-request-id"));
    const question = found && account !== null ? voice?.question(request) : null;
    if (found && voice && account !== null && question) {
      const ctx = systemContext(db, found.workspaceId, "calls", { type: "request", id: requestId, depth: 0 });
      const { contentType, body } = await answerCall(ctx, voice, { connectionId: found.rowId, account, question });
      return void res.status(200).type(contentType).send(body);
    }
    if (found) await accept(found, webhook, request, requestId);
    if (!webhook.answer) return void res.status(204).end();
    res.status(200).type(webhook.answer.contentType).send(webhook.answer.body);
  };

  /** Of an account that nobody has there is nothing to check with: refused like a wrong signature. */
  async function verifyForAccount(id: string, webhook: Webhook, request: RawRequest): Promise<void> {
    const account = webhook.account(request);
    const refused = (error: unknown) => {
      if (!(error instanceof AppError && error.code === "unauthenticated")) throw error;
      throw new AppError("forbidden", error.message, { cause: error });
    };
    const kept = account === null ? null : await owners.credentials(id, account);
    try {
      await webhook.verify(request, kept);
    } catch (error) {
      // The token may be newer than what is remembered.
      const fresh = account !== null && kept ? await owners.credentials(id, account, { anew: true }) : null;
      if (!fresh) return refused(error);
      await webhook.verify(request, fresh).catch(refused);
    }
  }

  /** Not left to a job: what its owner ended must not go on behind others' work. Needs no token, which is dead by now. */
  async function endAccount(at: { integrationId: string; account: string; endedAt: Date }, found?: DirectoryEntry) {
    if (!found) return forgetPending(db, at);
    const ctx = systemContext(db, found.workspaceId, "webhook");
    const reason = "The app was uninstalled; connect the shop again to go on";
    await endAccess(ctx, { connectionId: found.rowId, at: at.endedAt, reason });
  }

  async function accept(found: DirectoryEntry, webhook: Webhook, request: RawRequest, requestId: string) {
    const { workspaceId, rowId: connectionId } = found;
    await noteHeard(systemContext(db, workspaceId, "webhook"), { connectionId });
    const deliveries = webhook.read(request);
    if (deliveries !== "pull") {
      const owned = deliveries.map((delivery) => ({ ...delivery, workspaceId, connectionId }));
      return recorder.record(owned, request.body.length);
    }
    const cause = { type: "request", id: requestId, depth: 0 } as const;
    return notifyConnection(systemContext(db, workspaceId, "webhook", cause), { connectionId });
  }

  app[webhookRoute.method](webhookRoute.path, rawBody, receive);
}

function withWebhook(
  integrations: readonly Integration[],
  id: string,
): { id: string; webhook: Webhook } & Pick<Integration, "install" | "voice"> {
  const found = integrations.find((integration) => integration.id === id);
  if (!found?.webhook) throw new NotFound("Integration with webhooks", id);
  const { webhook, install, voice } = found;
  return { id, webhook, ...(install && { install }), ...(voice && { voice }) };
}

function rawRequest(headers: Record<string, string | string[] | undefined>, body: unknown): RawRequest {
  const single = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(", ") : value,
  ]);
  return { headers: Object.fromEntries(single), body: Buffer.isBuffer(body) ? body : Buffer.alloc(0) };
}
