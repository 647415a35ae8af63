import { argon2Sync, randomUUID } from "node:crypto";
import { addMember, type Permission, permissionsOf, type Role } from "../../src/domain/access/index.ts";
import { type User, users } from "../../src/domain/access/tables.ts";
import { connectIntegration } from "../../src/domain/connections/index.ts";
import {
  latestCorrespondence,
  listConversations,
  type ReceivedMessage,
  receiveMessages,
} from "../../src/domain/conversations/index.ts";
import { type Context, createWorkspace, systemContext } from "../../src/domain/workspaces/index.ts";
import { type Database, inWorkspaces } from "../../src/platform/db.ts";
import { newId } from "../../src/platform/ids.ts";

/** A workspace nobody else uses, seen by the system itself. */
export async function aWorkspace(db: Database, name = "Test shop"): Promise<Context> {
  const { id } = await createWorkspace(db, { name });
  return systemContext(db, id, "test");
}

/** A mailbox in a workspace. Its credentials are sealed with the test key of `testDatabase`. */
export async function aConnection(ctx: Context, integrationId = "gmail") {
  return connectIntegration(ctx, {
    integrationId,
    account: `support-${randomUUID()}@shop.example`,
    displayName: "Test shop",
    credentials: { refreshToken: "secret" },
  });
}

export const testPassword = "correct horse battery";
const cost = { memory: 8, passes: 1, parallelism: 1, tagLength: 32 };
const nonce = Buffer.alloc(16, "test");
const tag = argon2Sync("argon2id", { ...cost, nonce, message: testPassword });
const testPasswordHash = ["argon2id", 8, 1, 1, nonce.toString("base64url"), tag.toString("base64url")].join("$");

/**
 * A person who can log in with `testPassword`, which costs her little: at the cost that `registerUser` asks for, logins
 * were a tenth of what tests took. That cost is proven in test/domain/access/passwords.test.ts.
 */
export async function aUser(db: Database, name = "Ada Holm"): Promise<User> {
  const email = `${randomUUID()}@staff.example`;
  const values = { id: newId(), email, name, passwordHash: testPasswordHash };
  const [user] = await db.system.orm.insert(users).values(values).returning();
  return user!;
}

/** The context of a member with this role, logged in. */
export async function aMember(ctx: Context, role: Role = "agent", name = "Ada Holm"): Promise<Context> {
  const member = await addMember(ctx, { user: await aUser(ctx.db, name), role });
  const permissions: ReadonlySet<Permission> = permissionsOf(role);
  return { ...ctx, actor: { type: "member", id: member.id }, permissions };
}

/** An email from a shopper, as an adapter would tell it; every value can be replaced. */
export function aMessage(
  at: { workspaceId: string; connectionId: string },
  overrides: Partial<ReceivedMessage> = {},
): ReceivedMessage {
  const id = randomUUID();
  const address = "mia@mail.example";
  return {
    ...at,
    channel: "email",
    via: "gmail",
    externalId: id,
    threadKey: id,
    direction: "inbound",
    customer: { kind: "email", value: address, name: "Mia Berg" },
    from: { address, name: "Mia Berg" },
    replyTo: null,
    to: [{ address: "support@shop.example", name: "" }],
    cc: [],
    subject: "Where is my order?",
    text: "Hi, where is my order?",
    html: null,
    rfcMessageId: `<${id}@mail.example>`,
    cites: [],
    references: [],
    sentAt: new Date(),
    automatic: null,
    notice: null,
    senderVerified: true,
    attachments: [],
    actor: { type: "system", job: "ingest" },
    cause: null,
    ...overrides,
  };
}

/** Files messages as ingest does. @returns how many were new. */
export async function receive(db: Database, messages: ReceivedMessage[]): Promise<number> {
  const workspaceIds = [...new Set(messages.map((message) => message.workspaceId))];
  return inWorkspaces(db.app, workspaceIds, (tx) => receiveMessages(tx, messages));
}

export interface ShopWithMail {
  ctx: Context;
  ids: Record<"connectionId" | "conversationId" | "messageId" | "customerId", string>;
}

/** A workspace with a mailbox and one letter: what most tests need, for a tenth of what `aWorld` costs. */
export async function aShopWithMail(db: Database, mail: Partial<ReceivedMessage> = {}): Promise<ShopWithMail> {
  const ctx = await aWorkspace(db, "World");
  const { id: connectionId } = await aConnection(ctx);
  await receive(db, [aMessage({ workspaceId: ctx.workspaceId, connectionId }, mail)]);
  const [conversation] = await listConversations(ctx, { folder: "open", limit: 1 });
  const { id: conversationId, customerId } = conversation!;
  const message = await latestCorrespondence(ctx, conversationId);
  return { ctx, ids: { connectionId, conversationId, messageId: message!.id, customerId } };
}
