import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type {
  Connection,
  Delivery,
  DialCommand,
  Fact,
  Integration,
  OutgoingMessage,
  RawRequest,
} from "../../src/integrations/contract.ts";
import { integrationById, integrations } from "../../src/integrations/index.ts";
import { AppError, ConnectionBroken, ProviderUnavailable } from "../../src/platform/errors.ts";

export type Fault = "throttled" | "down" | "cut";

/** One member of the list with a provider to talk to. */
export interface Member {
  connection: Connection;
  /** What a person would enter to connect. */
  credentials: Record<string, string>;
  /** Makes the provider's API calls fail so, until it is `healed`. */
  break(fault: Fault): Promise<void>;
  heal(): Promise<void>;
  /** Something happens at the provider; resolves with the webhook it sends about that. */
  happen(): Promise<RawRequest>;
  /** Somebody the provider knows, for integrations that look people up. */
  knownEmail?: string;
  /** A message that can be sent, for channels. Another one each time. */
  outgoing?(): OutgoingMessage;
  /** Somebody calls, for telephones; resolves with the question what is to happen. */
  asked?(): Promise<RawRequest>;
  /** A leg that can be dialled. Another one each time. */
  leg?(): DialCommand;
  stop(): Promise<void>;
}

/**
 * What every integration promises, run over HTTP against a provider that keeps state.
 * @param against who plays the provider, where the same suite is run against several.
 */
export function contractSuite(id: string, start: () => Promise<Member>, against = ""): void {
  const integration: Integration = integrationById(id);
  const { connect, webhook, pull, send, lookup, voice } = integration;

  describe(`${integration.name} keeps the contract${against && ` with ${against}`}`, () => {
    let member: Member;
    beforeAll(async () => {
      member = await start();
    });
    afterAll(() => member?.stop());

    test("it is in the list once, under an id and a name", () => {
      expect(integrations.filter((each) => each.id === id)).toEqual([integration]);
      expect(integration.name).not.toBe("");
    });

    if (connect) {
      test("connecting names the account, and refuses credentials the provider refuses", async () => {
        expect((await connect.verify(member.credentials)).account).toBe(member.connection.account);
        const wrong = Object.fromEntries(
          Object.keys(member.credentials).map((key) => [key, key === "shop" ? member.connection.account : "wrong"]),
        );
        await expect(connect.verify(wrong)).rejects.toThrow(ConnectionBroken);
        await expect(connect.verify({})).rejects.toThrow(AppError);
      });

      test("renewing may be repeated", async () => {
        await connect.renew?.(member.connection);
        await connect.renew?.(member.connection);
      });
    }

    if (webhook) {
      test("a webhook finds its account and is verified; changed, it is refused", async () => {
        const request = await member.happen();
        expect(webhook.account(request)).toBe(member.connection.account);
        const kept = webhook.signedBy === "account" ? member.connection.credentials : undefined;
        await expect(webhook.verify(request, kept)).resolves.toBeUndefined();
        for (const changed of tampered(request)) {
          await expect(webhook.verify(changed, kept)).rejects.toMatchObject({ code: "unauthenticated" });
        }
        if (kept) await expect(webhook.verify(request, null)).rejects.toMatchObject({ code: "unauthenticated" });
      });

      test("reading the same webhook twice gives the same deliveries", async () => {
        const request = await member.happen();
        const read = webhook.read(request);
        expect(webhook.read(request)).toEqual(read);
        if (read !== "pull") expectStorable(read);
      });

      test("a request about nothing belongs to nobody", () => {
        for (const body of ["", "{}", "null", "<xml/>"]) {
          expect(webhook.account({ headers: {}, body: Buffer.from(body) })).toBeNull();
        }
      });
    }

    if (pull) {
      test("pulling from the last cursor gives what is new, once, and nothing when nothing is", async () => {
        const before = await pullAll(integration, member.connection, null);
        expect((await pullAll(integration, member.connection, before.cursor)).deliveries).toEqual([]);
        await member.happen();
        const after = await pullAll(integration, member.connection, before.cursor);
        expectStorable(after.deliveries);
        expect(after.deliveries.length).toBeGreaterThan(0);
        expect((await pullAll(integration, member.connection, before.cursor)).deliveries).toEqual(after.deliveries);
        const facts = await factsOf(integration, member.connection, after.deliveries);
        expect(facts).toContainEqual(
          expect.objectContaining({ kind: "message", direction: "inbound", ownMessageId: null }),
        );
      });
    }

    test("what is no payload of the provider's is nothing for us, or refused with a reason", async () => {
      for (const payload of [null, 7, "text", [], {}, { id: 1 }, { topic: null }]) {
        const outcome = await integration.normalise?.(payload, member.connection).catch((error: unknown) => error);
        expect(outcome instanceof AppError ? outcome.message.length > 10 : outcome).toEqual(
          outcome instanceof AppError ? true : [],
        );
      }
    });

    if (send && pull) {
      test("a message is accepted, recognised when it comes back, and found again by its own id", async () => {
        const outgoing = member.outgoing?.();
        if (!outgoing) throw new Error("a member that sends needs a message to send");
        expect(await send.find(member.connection, outgoing)).toBeNull();
        const { cursor } = await pullAll(integration, member.connection, null);
        const sent = await send.message(member.connection, outgoing);
        expect(await send.find(member.connection, outgoing)).toEqual(sent);
        const { deliveries } = await pullAll(integration, member.connection, cursor);
        const facts = await factsOf(integration, member.connection, deliveries);
        expect(facts).toContainEqual(
          expect.objectContaining({
            kind: "message",
            direction: "outbound",
            externalId: sent.externalId,
            threadKey: expect.any(String),
            ownMessageId: outgoing.id,
            rfcMessageId: sent.rfcMessageId,
          }),
        );
      });
    }

    if (send && !pull) {
      test("what arrives is told by webhook alone, and reads as the customer's message", async () => {
        const read = webhook?.read(await member.happen()) ?? [];
        const facts = await factsOf(integration, member.connection, read === "pull" ? [] : read);
        expect(facts).toContainEqual(
          expect.objectContaining({ kind: "message", direction: "inbound", ownMessageId: null }),
        );
      });

      test("a message is accepted, and found again where the provider keeps no id of ours: once", async () => {
        const outgoing = member.outgoing?.();
        if (!outgoing) throw new Error("a member that sends needs a message to send");
        expect(await send.find(member.connection, outgoing)).toBeNull();
        const sent = await send.message(member.connection, outgoing);
        expect(await send.find(member.connection, outgoing)).toEqual(sent);
        expect(await send.find(member.connection, outgoing, async (id) => id === sent.externalId)).toBeNull();
      });
    }

    if (voice) {
      test("who calls is asked about, and what is to happen is a document", async () => {
        const { ask, externalId, from } = voice.question(await member.asked!())!;
        expect({ ask, from }).toEqual({ ask: { at: "incoming" }, from: expect.stringMatching(/^\+\d{8,}$/) });
        expect(externalId).not.toBe("");
        expect(voice.render([{ do: "hang_up" }], member.connection).body).toContain("Hangup");
      });

      test("a leg is dialled, found again by whom and when, and stands as it does until it is ended", async () => {
        const { connection } = member;
        const leg = { ...member.leg!(), since: new Date() };
        const find = (isTaken: (id: string) => boolean) =>
          voice.findDialled(connection, leg, async (id) => isTaken(id));
        expect(await find(() => false)).toBeNull();
        const { externalId } = await voice.perform(connection, leg);
        expect(await find(() => false)).toBe(externalId);
        expect(await find((id) => id === externalId)).toBeNull();
        const live = { kind: "call-leg", externalId, direction: "outbound", endReason: null };
        expect(await voice.standing(connection, externalId!)).toMatchObject(live);
        await voice.perform(connection, { do: "end", externalId: externalId! });
        expect(await voice.standing(connection, externalId!)).toMatchObject({ externalId, status: "ended" });
        expect(await voice.standing(connection, externalId!.replace(/.{8}$/, "00000000"))).toBeNull();
      });
    }

    if (lookup) {
      test("somebody known is found, somebody unknown is null", async () => {
        const email = member.knownEmail ?? "";
        expect(await lookup.customer(member.connection, { email })).toMatchObject({ customer: { email } });
        expect(await lookup.customer(member.connection, { email: "nobody@nowhere.example" })).toBeNull();
      });
    }

    test.each<Fault>(["throttled", "down", "cut"])("while the provider is %s every call says: later", async (fault) => {
      await member.break(fault);
      try {
        for (const call of calls(integration, member)) await expect(call()).rejects.toThrow(ProviderUnavailable);
      } finally {
        await member.heal();
      }
    });
  });
}

/** Every way into the provider that needs the connection. */
function calls(
  { pull, send, lookup, voice }: Integration,
  { connection, outgoing, leg, knownEmail }: Member,
): (() => Promise<unknown>)[] {
  const message = outgoing?.();
  return [
    ...(pull ? [() => pull.changes(connection, null)] : []),
    ...(send && message ? [() => send.message(connection, message), () => send.find(connection, message)] : []),
    ...(voice && leg ? [() => voice.perform(connection, leg()), () => voice.standing(connection, "CA1")] : []),
    ...(lookup ? [() => lookup.customer(connection, { email: knownEmail ?? "" })] : []),
  ];
}

/** The body for those who sign the body, the token for those who sign a token. */
function tampered({ headers, body, ...rest }: RawRequest): RawRequest[] {
  const none = { authorization: undefined, "x-shopify-hmac-sha256": undefined, "x-twilio-signature": undefined };
  const unsigned = { ...rest, headers: { ...headers, ...none }, body };
  if (headers.authorization)
    return [unsigned, { ...rest, headers: { ...headers, authorization: `${headers.authorization}x` }, body }];
  return [unsigned, { ...rest, headers, body: Buffer.concat([body, Buffer.from(" ")]) }];
}

async function pullAll({ pull }: Integration, connection: Connection, from: string | null) {
  const deliveries: Delivery[] = [];
  let cursor = from;
  for (let pages = 0; pages < 100; pages++) {
    const changes = await pull?.changes(connection, cursor);
    if (!changes) break;
    deliveries.push(...changes.deliveries);
    cursor = changes.cursor;
    if (!changes.more) break;
  }
  return { deliveries, cursor };
}

async function factsOf(integration: Integration, connection: Connection, deliveries: Delivery[]): Promise<Fact[]> {
  const facts = await Promise.all(
    deliveries.map((delivery) => integration.normalise?.(payloadOf(delivery), connection) ?? []),
  );
  return facts.flat();
}

/** As it is read when it is worked. */
const payloadOf = ({ payload, json }: { payload?: unknown; json?: readonly Buffer[] }): unknown =>
  json === undefined ? payload : JSON.parse(Buffer.concat(json).toString());

function expectStorable(deliveries: Delivery[]): void {
  for (const { externalId, orderingKey, ...content } of deliveries) {
    const payload = payloadOf(content);
    expect([externalId === "", orderingKey === ""]).toEqual([false, false]);
    expect(JSON.parse(JSON.stringify(payload))).toEqual(payload);
    expect(JSON.stringify(payload)).not.toContain("\\u0000");
  }
}
