import type { Express, Request, RequestHandler } from "express";
import express from "express";
import { endAccess, noteHeard, notifyConnection } from "../domain/connections/index.ts";
import { forgetPending } from "../domain/installs/index.ts";
import { type Cause, type DirectoryEntry, systemContext } from "../domain/workspaces/index.ts";
import { answerCall } from "../inbound/answer-call.ts";
import { openAccountLookup, rememberAccounts } from "../inbound/find-account.ts";
import { openRecorder } from "../inbound/record.ts";
import type { Integration, RawRequest, Webhook } from "../integrations/index.ts";
import { now } from "../platform/clock.ts";
import type { Database } from "../platform/db.ts";
import { AppError, NotFound } from "../platform/errors.ts";
import { rememberOwners } from "./webhook-owners.ts";

const maxBytes = 5 * 1024 * 1024;

/** What is listed beside the endpoints: it takes the provider's bytes, not our contract. */
export const webhookRoute = { method: "post", path: "/webhooks/:integrationId" } as const;

interface Named {
  webhook: Webhook;
  request: RawRequest;
  /** What the account it is about stands under in the directory. */
  key: string | null;
}

/**
 * Takes what providers send. The signature over the raw bytes is checked before anything is read from them; the
 * answer follows the commit at once, the work comes later. A signed request about an account nobody has connected is
 * acknowledged, so that the provider stops repeating it.
 */
export function mountWebhooks(app: Express, db: Database, integrations: readonly Integration[]): void {
  const listening = withWebhook(integrations);
  const recorder = openRecorder(db);
  const findAccount = openAccountLookup(db);
  const remembered = rememberAccounts(findAccount);
  const findKnown = openAccountLookup(db, "account");
  const owners = rememberOwners(db, findAccount);
  // Not inflated: signatures cover the bytes that were sent.
  const rawBody = express.raw({ type: () => true, limit: maxBytes, inflate: false });
  const receive: RequestHandler = async (req, res) => {
    res.locals.route = webhookRoute.path;
    const id = String(req.params.integrationId);
    const integration = listening.get(id);
    if (!integration) throw new NotFound("Integration with webhooks", id);
    const { webhook, install, voice, pull } = integration;
    const request = { ...rawRequest(req.headers, req.body), url: req.originalUrl, receivedAt: now() };
    if (webhook.signedBy === "account") await verifyForAccount(id, webhook, request);
    else await webhook.verify(request);
    const account = webhook.account(request);
    const endedAt = install?.endedAt(request) ?? null;
    const question = voice?.question(request) ?? null;
    const named = { webhook, request, key: account === null ? null : `${id}:${account}` };
    if (endedAt || question || pull || !(await acceptRemembered(named))) {
      const found = await ownerOf(id, named);
      if (account !== null && endedAt) await endAccount({ integrationId: id, account, endedAt }, found);
      const cause = { type: "request", id: String(res.getHeader("x-request-id")), depth: 0 } as const;
      if (found && voice && account !== null && question) {
        const ctx = systemContext(db, found.workspaceId, "calls", cause);
        const { contentType, body } = await answerCall(ctx, voice, { connectionId: found.rowId, account, question });
        return void res.status(200).type(contentType).send(body);
      }
      if (found) await accept(found, named, cause);
    }
    if (!webhook.answer) return void res.status(204).end();
    res.status(200).type(webhook.answer.contentType).send(webhook.answer.body);
  };

  async function ownerOf(id: string, { webhook, request, key }: Named): Promise<DirectoryEntry | undefined> {
    const found = key === null ? undefined : await findAccount(key);
    // Renamed: nobody knows it by that name yet.
    const externalId = found ? null : (webhook.externalId?.(request) ?? null);
    return externalId === null ? found : findKnown(`${id}:${externalId}`);
  }

  /** As the one whose account it was a while ago, for whom it is stored only if it still is. @returns whether it was. */
  async function acceptRemembered({ webhook, request, key }: Named): Promise<boolean> {
    const owner = key === null ? undefined : await remembered.find(key);
    const deliveries = owner ? webhook.read(request) : "pull";
    if (!owner || key === null || deliveries === "pull") return false;
    const at = { workspaceId: owner.workspaceId, connectionId: owner.rowId, account: key };
    const owned = deliveries.map((delivery) => ({ ...delivery, ...at }));
    if ((await recorder.record(owned, request.body.length)) === "strayed") {
      remembered.forget(key);
      return false;
    }
    await noteHeard(systemContext(db, at.workspaceId, "webhook"), at);
    return true;
  }

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

  async function accept(found: DirectoryEntry, { webhook, request }: Named, cause: Cause) {
    const { workspaceId, rowId: connectionId } = found;
    await noteHeard(systemContext(db, workspaceId, "webhook"), { connectionId });
    const deliveries = webhook.read(request);
    if (deliveries !== "pull") {
      const owned = deliveries.map((delivery) => ({ ...delivery, workspaceId, connectionId }));
      await recorder.record(owned, request.body.length);
    } else await notifyConnection(systemContext(db, workspaceId, "webhook", cause), { connectionId });
  }

  app[webhookRoute.method](webhookRoute.path, rawBody, receive);
}

function withWebhook(integrations: readonly Integration[]): Map<string, Integration & { webhook: Webhook }> {
  return new Map(integrations.flatMap((one) => (one.webhook ? [[one.id, { ...one, webhook: one.webhook }]] : [])));
}

/** Of all headers Node gives only cookies as a list, and no provider sends any. */
function rawRequest({ "set-cookie": _, ...headers }: Request["headers"], body: unknown): RawRequest {
  return { headers: headers as RawRequest["headers"], body: Buffer.isBuffer(body) ? body : Buffer.alloc(0) };
}
