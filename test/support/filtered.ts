import fc from "fast-check";
import { saveRecords } from "../../src/domain/commerce/index.ts";
import { createField, setConversationFields, setCustomerFields } from "../../src/domain/fields/index.ts";
import {
  type FieldDefinition,
  type Fields,
  type Filter,
  operatorsOf,
  presence,
} from "../../src/domain/filters/index.ts";
import { createTag, tagConversations } from "../../src/domain/tags/index.ts";
import { createTeam } from "../../src/domain/teams/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { inWorkspaces } from "../../src/platform/db.ts";
import { aConnection, aMember, aMessage, receive } from "./factories.ts";
import { aCustomerRecord, anOrderRecord, someDetails } from "./shop-records.ts";

/** What the random conversations below are made of. */
export interface Filtered {
  conversationIds: string[];
  ids: Record<"member" | "tag" | "customer" | "connection" | "team", string[]>;
}

/** Words that meet each other only without case, accents and the final form of sigma. */
const words = ["Réfund", "REFUND", "refund", "ΟΔΟΣ", "οδος", "İstanbul", "istanbul", "%", "_", "ß", "a'b", "\\", ""];
const options = ["gold", "silver", "bronze"].map((value) => ({ value, label: value }));
const days = ["2026-02-28", "2026-03-01", "2026-03-29"];
const currencies = ["EUR", "SEK", "JPY"];
const payments = ["paid", "pending", "refunded", "of tomorrow", null];
const shippings = ["unfulfilled", "fulfilled", "on_hold", null];
export const clock = new Date("2026-03-29T01:30:00Z");
const hour = 3_600_000;

/** A workspace full of conversations that differ in everything a filter can ask for; the same for the same seed. */
export async function aFilteredInbox(ctx: Context, { conversations, seed }: { conversations: number; seed: number }) {
  const drawn = fc.sample(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })), {
    seed,
    numRuns: 1,
  })[0]!;
  const random = () => drawn.next().value!;
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const { workspaceId, db } = ctx;
  const mailboxes = [await aConnection(ctx), await aConnection(ctx)];
  const members = [await aMember(ctx), await aMember(ctx)].map(({ actor }) => ("id" in actor ? actor.id : ""));
  const teams = [await createTeam(ctx, { name: "Support" }), await createTeam(ctx, { name: "Returns" })].map(
    ({ id }) => id,
  );
  const tags = [];
  for (const name of ["one", "two", "three"]) tags.push((await createTag(ctx, { name, color: "red" })).id);
  for (const entity of ["conversation", "customer"] as const) {
    for (const type of ["text", "number", "boolean", "date", "select", "multi_select"] as const) {
      const label = `A ${type}`;
      await createField(ctx, { entity, key: type, label, type, options: /select/.test(type) ? options : [] });
    }
  }
  await receive(
    db,
    Array.from({ length: conversations }, (_, n) => {
      const value = `shopper${n % 7}@mail.example`;
      return aMessage(
        { workspaceId, connectionId: pick(mailboxes).id },
        {
          subject: pick(words),
          customer: { kind: "email", value, name: "Mia" },
          sentAt: new Date(clock.getTime() - 9 * hour),
        },
      );
    }),
  );
  const rows = await inWorkspaces(db.app, [workspaceId], async (tx) => {
    const known = await tx<{ id: string; customerId: string }[]>`
      select id, customer_id as "customerId" from conversations where workspace_id = ${workspaceId} order by id`;
    for (const { id } of known) {
      const at = () => new Date(clock.getTime() + Math.floor((random() - 0.8) * 60) * hour).toISOString();
      const [status, priority] = [pick(["open", "waiting", "closed"]), pick(["low", "normal", "high", "urgent"])];
      await tx`
        update conversations set status = ${status}, priority = ${priority}, channel = ${pick(["email", "chat", "sms"])},
          assignee_id = ${pick([null, ...members])}, team_id = ${pick([null, ...teams])}, created_at = ${at()}, last_message_at = ${at()},
          waiting_since = ${pick([null, at()])}, snoozed_until = ${pick([null, at()])}, message_count = ${pick([1, 2, 5])},
          spam_at = ${pick([null, null, null, at()])}, trashed_at = ${pick([null, null, null, at()])}
        where workspace_id = ${workspaceId} and id = ${id}`;
    }
    return known;
  });
  const conversationIds = rows.map(({ id }) => id);
  for (const tagId of tags) {
    await tagConversations(ctx, { tagId, conversationIds: conversationIds.filter(() => random() < 0.4) });
  }
  const values = () => ({
    text: pick([null, ...words]),
    number: pick([null, 0, 1, -2.5, 1e9]),
    boolean: pick([null, true, false]),
    date: pick([null, ...days]),
    select: pick([null, "gold", "silver"]),
    multi_select: options.map(({ value }) => value).filter(() => random() < 0.4),
  });
  for (const conversationId of conversationIds) await setConversationFields(ctx, { conversationId, values: values() });
  const customers = [...new Set(rows.map(({ customerId }) => customerId))];
  for (const customerId of customers) await setCustomerFields(ctx, { customerId, values: values() });
  await fillShops(ctx, { shops: mailboxes.map(({ id }) => id), customers, pick, random });
  const ids = {
    member: members,
    tag: tags,
    customer: customers,
    connection: mailboxes.map(({ id }) => id),
    team: teams,
  };
  return { conversationIds, ids } satisfies Filtered;
}

interface Drawing {
  pick: <T>(from: readonly T[]) => T;
  random: () => number;
}

/**
 * Shops that know some of these customers: with and without orders of their own, in several currencies, orders of guests,
 * placed at the same moment, cancelled, coming back.
 */
async function fillShops(
  ctx: Context,
  { shops, customers, pick, random }: Drawing & { shops: readonly string[]; customers: readonly string[] },
): Promise<void> {
  const tags = () => words.filter((word) => word !== "" && random() < 0.2);
  for (const [n, connectionId] of shops.entries()) {
    const records = customers.flatMap((_, who) => {
      const email = `shopper${who}@mail.example`;
      const [externalId, isGuest] = [`gid://shopify/Customer/${n}-${who}`, random() < 0.3];
      const spent = { orderCount: pick([null, 0, 2]), spentMinor: pick([null, 0, 5, 1e9]), currency: pick(currencies) };
      const person = aCustomerRecord({ externalId, email, tags: tags(), ...spent });
      const orders = Array.from({ length: pick([0, 0, 1, 2, 3]) }, (__, m) =>
        anOrderRecord({
          ...anyOrder({ pick, random }),
          ...{ externalId: `gid://shopify/Order/${n}-${who}-${m}`, name: `#${n}${who}${m}`, tags: tags(), email },
          customerExternalId: isGuest || random() < 0.2 ? null : externalId,
        }),
      );
      return isGuest ? orders : [person, ...orders];
    });
    await saveRecords(ctx, { connectionId, records });
  }
}

/** What a shop may say of an order. */
function anyOrder({ pick, random }: Drawing) {
  const amount = (minor: number) => ({ minor, presentmentMinor: minor });
  const { amounts } = someDetails();
  const money = { received: amount(pick([0, 2, 5, 700])), refunded: amount(pick([0, 2])) };
  const coming = { externalId: "1", name: "R1", ...{ createdAt: null, closedAt: null, lines: [] } };
  return {
    placedAt: new Date(clock.getTime() - pick([0, 1, 1, 30, 300]) * hour),
    currency: pick(currencies),
    ...{ financialStatus: pick(payments), fulfillmentStatus: pick(shippings) },
    cancelledAt: random() < 0.3 ? clock : null,
    details: someDetails({
      amounts: { ...amounts, ...money },
      returns: random() < 0.3 ? [{ ...coming, status: pick(["open", "closed"]) }] : [],
    }),
  };
}

/** Any filter that these fields allow, with values that some rows have. */
export function anyFilter(fields: Fields, { ids }: Filtered, maxDepth = 4): fc.Arbitrary<Filter> {
  const condition = fc.constantFrom(...fields.values()).chain((field) => anyCondition(field, ids));
  return fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth, depthSize: "small" },
      condition,
      fc.array(tie("filter"), { maxLength: 3 }).map((and) => ({ and })),
      fc.array(tie("filter"), { maxLength: 3 }).map((or) => ({ or })),
      tie("filter").map((not) => ({ not })),
    ),
  })).filter;
}

function anyCondition(field: FieldDefinition, ids: Filtered["ids"]): fc.Arbitrary<Filter> {
  const asked = Object.entries(operatorsOf(field)).map(([operator, { list }]) => {
    const one = anyValue(field, ids);
    const value: fc.Arbitrary<unknown> = list ? fc.array(one, { minLength: 1, maxLength: 3 }) : one;
    return value.map((given) => ({ field: field.name, operator, value: given }));
  });
  const bare = Object.keys(presence).map((operator) => fc.constant({ field: field.name, operator }));
  return fc.oneof(...asked, ...(field.optional ? bare : []));
}

function anyValue({ kind, choices = [], refers }: FieldDefinition, ids: Filtered["ids"]): fc.Arbitrary<unknown> {
  if (kind === "choice") return fc.constantFrom(...choices.map(({ value }) => value));
  if (kind === "reference") return fc.constantFrom(...ids[refers!], ...(refers === "member" ? ["me"] : []));
  if (kind === "money")
    return fc.record({ minor: fc.constantFrom(-2, 0, 3, 5, 700), currency: fc.constantFrom(...currencies) });
  const values = { day: days, number: [0, 1, 2, 5, -2.5, 1e9], text: words.filter(Boolean), boolean: [true, false] };
  return kind === "moment" ? anyMoment : fc.constantFrom(...values[kind]);
}

const timeZone = fc.constantFrom("Europe/Oslo", "America/New_York", "Asia/Kathmandu", "UTC");
const unit = fc.constantFrom("minutes", "hours", "days");
const anyMoment = fc.oneof(
  fc.constantFrom("2026-03-28T12:00:00Z", "2026-03-29T03:30:00+02:00").map((at) => ({ at })),
  fc.record({ day: fc.constantFrom(...days), timeZone }),
  fc.record({ ago: fc.integer({ min: 1, max: 60 }), unit }),
  fc.record({ ahead: fc.integer({ min: 1, max: 60 }), unit }),
  fc.record({ startOf: fc.constantFrom("day", "week", "month"), timeZone, plus: fc.integer({ min: -2, max: 2 }) }),
);
