import { expect, test } from "@jest/globals";
import { z } from "zod";
import { catalog } from "../../../src/domain/events/index.ts";

/**
 * Events are never erased: their hash chain would break. These are all that hold a string that is no id. Each is a word
 * of a closed list that the product itself writes; whoever adds one here has made sure that nobody can type it.
 */
const closedWords: Record<string, string> = {
  "member.joined from to": "a role",
  "member.role_changed from to": "a role",
  "role.created from to": "permissions",
  "role.updated from to": "permissions",
  "role.deleted from to": "permissions",
  "api_key.created from to": "permissions",
  "api_key.revoked from to": "permissions",
  "team.mode_changed from to": "a mode",
  "hold_out.changed from to": "percentages",
  "survey.changed from to": "on or off, and minutes",
  "team.visibility_changed from to": "public or private",
  "article.published from to": "versions",
  "article.unpublished from to": "versions",
  "availability.changed from to": "a state",
  "customer.erasure_requested reason": "why, of a closed list",
  "customer.erased reason": "why, of a closed list",
  "connection.interface_noticed from to": "versions of a provider's interface, in at most twenty letters and digits",
  "privacy_request.answered from to": "a state",
  "entitlement.changed from to": "a state",
  "action.approval_requested from to reason": "a kind of action, a state; why, a code",
  "action.approved from to reason": "a kind of action, a state; why, a code",
  "action.became_unknown from to reason": "a kind of action, a state; why, a code",
  "action.called_off from to reason": "a kind of action, a state; why, a code",
  "action.declined from to reason": "a kind of action, a state; why, a code",
  "action.done from to reason": "a kind of action, a state; why, a code",
  "action.expired from to reason": "a kind of action, a state; why, a code",
  "action.failed from to reason": "a kind of action, a state; why, a code",
  "action.outdated from to reason": "a kind of action, a state; why, a code",
  "action.planned from to reason": "a kind of action, a state; why, a code",
  "action.previewed from to reason": "a kind of action, a state; why, a code",
  "action.refused from to reason": "a kind of action, a state; why, a code",
  "action.started from to reason": "a kind of action, a state; why, a code",
  "action.undone from to reason": "a kind of action, a state; why, a code",
  "ai_tool.changed tool from to": "a tool's name, which the product knows; a switch and a level",
  "action_policy.changed from to": "versions",
  "message.delivery_changed from to": "a state of delivery",
  "rule.needed_attention reason": "why, a code",
  "rule.ran from to reason": "what came of it; why, a code",
  "conversation.closed from to": "a status",
  "conversation.reopened from to": "a status",
  "conversation.snoozed from to": "a status or a moment",
  "conversation.woken from to": "a status or a moment",
  "conversation.prioritized from to": "a priority",
  "sync.progressed kind state": "what is copied, and how far it is",
  "sync.finished kind state": "what is copied, and how far it is",
  "sync.stopped kind state": "what is copied, and how far it is",
  "bulk_action.started from to": "the kind of action",
  "bulk_action.stopped reason": "a code",
  "undo_delay.changed channel from to": "a channel, seconds",
  "channel.updated from to": "days",
  "conversation.handed_over to": "why, of a closed list",
  "guidance.saved from to": "numbers of versions",
  "guidance.published from to": "numbers of versions",
  "call.moved from to": "a state",
  "call.leg_changed from to": "a state of a leg",
  "call.ended from to reason": "a state, what it came to; why, of a closed list",
};

interface Schema {
  type?: string;
  format?: string;
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  anyOf?: Schema[];
}

test("no event can hold what a person wrote: whatever is no id, number or named word is a word of a closed list", () => {
  const found = Object.entries(catalog).flatMap(([name, schema]) => {
    // The library's own type allows more than it writes for what events are made of.
    const paths = texts(z.toJSONSchema(schema, { unrepresentable: "any" }) as Schema);
    return paths.length > 0 ? [[name, ...new Set(paths)].join(" ")] : [];
  });
  expect(found.toSorted()).toEqual(Object.keys(closedWords).toSorted());
});

/** Where anything can be written. */
function texts({ type, properties, additionalProperties, items, anyOf, ...one }: Schema, path = ""): string[] {
  if (anyOf) return anyOf.flatMap((other) => texts(other, path));
  if (type === "array") return texts(items ?? {}, path);
  if (type === "object") {
    const named = Object.entries(properties ?? {}).flatMap(([key, value]) =>
      texts(value, path ? `${path}.${key}` : key),
    );
    const any = typeof additionalProperties === "object" ? texts(additionalProperties, `${path}.*`) : [];
    return [...named, ...any];
  }
  const isClosed = one.format !== undefined || one.enum !== undefined || one.const !== undefined;
  return isClosed || ["number", "integer", "boolean", "null"].includes(type ?? "") ? [] : [path];
}
