import { z } from "zod";
import type { PhoneNumber } from "../../../domain/numbers/index.ts";
import { listQueues, type Queue } from "../../../domain/turns/index.ts";
import type { Context } from "../../../domain/workspaces/index.ts";

const able = {
  texts: z.boolean(),
  pictures: z.boolean(),
  calls: z.boolean(),
};
export const price = z.object({
  amountMinor: z.int().describe("In the currency's minor unit: cents."),
  currency: z.string().regex(/^[A-Z]{3}$/),
});

export const numberShape = z
  .object({
    id: z.uuid(),
    connectionId: z.uuid(),
    number: z.string().describe("E.164."),
    kind: z.enum(["local", "mobile", "toll_free", "short_code"]),
    state: z
      .enum(["ordered", "refused", "active", "releasing", "released"])
      .describe("`ordered`: it is being bought; `refused`: it was not sold; `releasing`: it is being given back."),
    stateReason: z.string().nullable(),
    ...able,
    monthlyPrice: price.nullable().describe("As it was confirmed; null: it was not bought from here."),
    isSetUp: z.boolean().describe("Texts leave from it, and what it receives is told here."),
    registration: z
      .enum(["not_needed", "registered", "pending", "missing", "rejected"])
      .describe("With the carriers of the United States: A2P 10DLC, or the verification of a toll-free number."),
    lacks: z.array(z.object({ code: z.string(), message: z.string().describe("What to do, for a merchant.") })),
    waiting: z.int().describe("Texts whose turn on this number is still to come."),
    emptyAt: z.iso.datetime().nullable().describe("When the last of them has left."),
    refreshedAt: z.iso.datetime().nullable().describe("When the provider was last asked about it."),
  })
  .meta({ id: "Number" });

/** With what waits for it. */
export async function showNumbers(ctx: Context, rows: readonly PhoneNumber[]): Promise<z.input<typeof numberShape>[]> {
  const queues = await listQueues(ctx);
  return rows.map((row) =>
    showOne(
      row,
      queues.find(({ connectionId, sender }) => connectionId === row.connectionId && sender === row.number),
    ),
  );
}

export async function showNumber(ctx: Context, row: PhoneNumber): Promise<z.input<typeof numberShape>> {
  const [shown] = await showNumbers(ctx, [row]);
  return shown!;
}

function showOne(row: PhoneNumber, queue: Queue | undefined): z.input<typeof numberShape> {
  const { priceMinor, currency, refreshedAt, ...rest } = row;
  return {
    ...rest,
    waiting: queue?.waiting ?? 0,
    emptyAt: queue?.emptyAt.toISOString() ?? null,
    monthlyPrice: priceMinor === null || currency === null ? null : { amountMinor: priceMinor, currency },
    refreshedAt: refreshedAt?.toISOString() ?? null,
  };
}

export const offerShape = z
  .object({
    number: z.string(),
    kind: z.enum(["local", "mobile", "toll_free", "short_code"]),
    ...able,
    place: z.string().nullable(),
    monthlyPrice: price,
    obstacle: z.string().nullable().describe("Why it cannot be bought from here; null: it can."),
  })
  .meta({ id: "NumberOffer" });

export const wanted = {
  connectionId: z.uuid(),
  countryCode: z.string().regex(/^[A-Z]{2}$/, "Two capital letters, as in ISO 3166-1"),
  kind: z.enum(["local", "mobile", "toll_free"]),
};
