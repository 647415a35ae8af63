import { z } from "zod";
import { AppError } from "../../platform/errors.ts";
import type { Fact } from "../contract.ts";
import { topicOf } from "./hints.ts";
import { lifecycleFacts } from "./lifecycle.ts";
import { isObject, object } from "./records/parse.ts";

const delivery = z.object({
  topic: z.string(),
  triggeredAt: z.string().nullish().catch(null),
  body: z.unknown(),
});
const longestTopic = 100;

/**
 * Which records a webhook is about. Amounts and states in it are never read: it may be late, doubled, or overtaken, so
 * the shop is asked. What is about the app itself, or about the rights of people, is told as that. What is not for us
 * says why.
 *
 * @throws AppError("invalid_input") for a payload that names nothing, though its topic is about a record.
 */
export async function normalise(payload: unknown): Promise<Fact[]> {
  const parsed = delivery.safeParse(payload);
  if (!parsed.success) throw new AppError("invalid_input", "This is no webhook of Shopify: it has no topic");
  const { body, triggeredAt = null } = parsed.data;
  const name = parsed.data.topic.slice(0, longestTopic) || "none";
  const lifecycle = lifecycleFacts(name, body, triggeredAt);
  if (lifecycle && lifecycle.length > 0) return lifecycle;
  if (name === "bulk_operations/finish") return exportFinished(body);
  const topic = topicOf(name);
  if (topic === null) return ignored(`The topic ${name} is not known here`);
  if ("reason" in topic) return ignored(`${name}: ${topic.reason}`);
  if (!isObject(body)) throw new AppError("invalid_input", `${name}: the payload is no JSON object`);
  const { record } = topic;
  if (topic.is === "replaced") {
    const { gone, kept } = topic.ids(body);
    if (gone === null || kept === null) throw namesNothing(name, record);
    return [
      { kind: "record-replaced", record, externalId: gone, by: kept },
      { kind: "record-changed", record, externalId: kept },
    ];
  }
  const ids = [...new Set(topic.ids(body))].filter((id) => id !== null);
  if (ids.length === 0) throw namesNothing(name, record);
  const kind = topic.is === "deleted" ? "record-deleted" : "record-changed";
  return ids.map((externalId) => ({ kind, record, externalId }));
}

function ignored(reason: string): Fact[] {
  return [{ kind: "ignored", reason }];
}

function namesNothing(topic: string, record: string): AppError {
  return new AppError("invalid_input", `${topic}: the payload names no ${record.replace("_", " ")}`);
}

function exportFinished(body: unknown): Fact[] {
  const { admin_graphql_api_id: exportId } = object(body);
  if (typeof exportId !== "string") throw new AppError("invalid_input", "bulk_operations/finish names no operation");
  return [{ kind: "export-finished", exportId }];
}
