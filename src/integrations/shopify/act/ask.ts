import { z } from "zod";
import { ProviderRejected, ProviderUnavailable } from "../../../platform/errors.ts";
import type { Connection } from "../../contract.ts";
import { queryShop } from "../client.ts";
import { answeredInPart } from "../failure.ts";
import { NotThere, refuseOn } from "./refused.ts";

type Variables = Record<string, unknown>;

/** Asks the shop, and reads what it answers. */
export async function ask<T extends z.ZodType>(
  shop: Connection,
  document: string,
  variables: Variables,
  answer: T,
): Promise<z.infer<T>> {
  const read = answer.safeParse(await queryShop(shop, document, variables));
  if (read.success) return read.data;
  throw new ProviderUnavailable("Shopify gave an answer we cannot read", { cause: read.error });
}

const userErrors = z.array(
  z.object({ code: z.string().nullish(), field: z.array(z.string()).nullish(), message: z.string() }),
);
const errorsOfPayload = z.object({ userErrors: userErrors.optional(), orderCancelUserErrors: userErrors.optional() });

/**
 * Sends a mutation, and reads its payload.
 * @throws Refused on user errors; ProviderUnavailable with `outcomeUnknown` when it may be done all the same: errors
 *   beside data, or an answer nobody can read.
 */
export async function change<T extends z.ZodType>(
  shop: Connection,
  document: string,
  variables: Variables,
  payload: T,
): Promise<z.infer<T>> {
  const data = await sent(shop, document, variables);
  const [given] = Object.values(z.record(z.string(), z.unknown()).catch({}).parse(data));
  const errors = errorsOfPayload.safeParse(given);
  if (!errors.success) throw unknown(errors.error);
  refuseOn([...(errors.data.userErrors ?? []), ...(errors.data.orderCancelUserErrors ?? [])]);
  const read = payload.safeParse(given);
  if (!read.success) throw unknown(read.error);
  return read.data;
}

async function sent(shop: Connection, document: string, variables: Variables): Promise<unknown> {
  try {
    return await queryShop(shop, document, variables);
  } catch (error) {
    throw error instanceof ProviderRejected && answeredInPart(error) ? unknown(error) : error;
  }
}

function unknown(cause: unknown): ProviderUnavailable {
  return new ProviderUnavailable("Shopify may have done it, but its answer says too little", {
    cause,
    outcomeUnknown: true,
  });
}

/**
 * What came of something that was done. Nothing that goes wrong while it is read says that it was not done.
 * @throws ProviderUnavailable with `outcomeUnknown`.
 */
export async function afterwards<R>(read: () => Promise<R | null>): Promise<R> {
  const found = await read().catch((error: unknown) => {
    throw unknown(error);
  });
  if (found === null) throw unknown(undefined);
  return found;
}

/** @throws NotThere unless `id` names a thing of this type: Shopify answers other ids with an error of its own. */
export function checkedId(id: string, type: string, noun: string): string {
  if (!new RegExp(`^gid://shopify/${type}/\\d+$`).test(id)) throw new NotThere(noun);
  return id;
}

/** The number at the end: what stays the same between a thing and Shopify's other views of it. */
export function tailOf(id: string): string {
  return id.replace(/^.*\//, "").replace(/\?.*$/, "");
}
