import { z } from "zod";
import type { Connection } from "../../contract.ts";
import { tagsAddDocument, tagsRemoveDocument } from "../documents-order-actions.ts";
import { change } from "./ask.ts";
import { loadCustomer } from "./customer.ts";
import { loadOrder } from "./order.ts";
import { line } from "./previews.ts";
import { type StateChange, stateChange } from "./state-change.ts";

interface Tagging {
  add: string[];
  remove: string[];
}

/** Of a tag; Shopify takes no more, and a comma would make two of one. */
const longestTag = 40;

const has = (tags: readonly string[], tag: string) => tags.some((each) => plain(each) === plain(tag));
const plain = (tag: string) => tag.trim().toLowerCase();
const missing = ({ add }: Tagging, tags: readonly string[]) => add.filter((tag) => !has(tags, tag));
const surplus = ({ remove }: Tagging, tags: readonly string[]) => remove.filter((tag) => has(tags, tag));

const tagging = {
  isSo: (wanted: Tagging, tags: string[]) => missing(wanted, tags).length + surplus(wanted, tags).length === 0,
  lines: (wanted: Tagging, tags: string[]) => [
    ...missing(wanted, tags).map((tag) => line(`Add tag ${tag}`)),
    ...surplus(wanted, tags).map((tag) => line(`Remove tag ${tag}`)),
  ],
  remembered: (memo: string) => z.array(z.string()).parse(JSON.parse(memo)),
  refusal({ add, remove }: Tagging) {
    if (add.some((tag) => !tag.trim() || tag.length > longestTag || tag.includes(","))) {
      return { code: "invalid_tag", message: `A tag has 1 to ${longestTag} letters and no comma` };
    }
    const both = add.find((tag) => has(remove, tag));
    return both ? { code: "invalid_tag", message: `${both} cannot be added and removed at once` } : null;
  },
};

async function apply(shop: Connection, id: string, wanted: Tagging, tags: readonly string[]): Promise<void> {
  const [add, remove] = [missing(wanted, tags), surplus(wanted, tags)];
  if (add.length > 0) await change(shop, tagsAddDocument, { id, tags: add }, z.unknown());
  if (remove.length > 0) await change(shop, tagsRemoveDocument, { id, tags: remove }, z.unknown());
}

/** Takes back what really changed, and nothing else. */
function reversed(wanted: Tagging, before: string[]): Tagging {
  return { add: surplus(wanted, before), remove: missing(wanted, before) };
}

export const orderTags = stateChange<"order.tag", string[]>({
  ...tagging,
  async read(shop, { orderId }) {
    const { id, facts, net } = await loadOrder(shop, orderId);
    return { id, state: facts.tags, facts, money: net };
  },
  apply: (shop, action, tags) => apply(shop, action.orderId, action, tags),
  undo: (action, before) => ({ kind: "order.tag", orderId: action.orderId, ...reversed(action, before) }),
} satisfies StateChange<"order.tag", string[]>);

export const customerTags = stateChange<"customer.tag", string[]>({
  ...tagging,
  async read(shop, { customerId }) {
    const { id, facts, money } = await loadCustomer(shop, customerId);
    return { id, state: facts.tags, facts, money };
  },
  apply: (shop, action, tags) => apply(shop, action.customerId, action, tags),
  undo: (action, before) => ({ kind: "customer.tag", customerId: action.customerId, ...reversed(action, before) }),
} satisfies StateChange<"customer.tag", string[]>);
