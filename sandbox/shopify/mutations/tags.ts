import { announce } from "../announce.ts";
import { numberIn } from "../find.ts";
import { gid, typeOfGid } from "../gid.ts";
import { moment, touch } from "../moment.ts";
import type { Asking, Part } from "../part.ts";
import { rootOf } from "../root.ts";
import { payload, Refused } from "../user-error.ts";
import { tagList } from "./person-input.ts";

interface TagArgs {
  id: string;
  tags: string[];
}

export const tagMutations: Part = {
  mutation: (asking) => ({
    tagsAdd: ({ id, tags }: TagArgs) => payload(() => change(asking, id, (before) => tagList([...before, ...tags]))),
    tagsRemove: ({ id, tags }: TagArgs) =>
      payload(() => {
        const gone = new Set(tagList(tags).map((tag) => tag.toLowerCase()));
        return change(asking, id, (before) => before.filter((tag) => !gone.has(tag.toLowerCase())));
      }),
  }),
};

function change(asking: Asking, id: string, next: (before: string[]) => string[]) {
  const { holder, row, told } = tagged(asking, id);
  const before = holder.tags;
  holder.tags = next(before);
  touch(row);
  told(before, holder.tags);
  return { node: () => nodeOf(asking, id) };
}

function nodeOf(asking: Asking, id: string): unknown {
  const root = rootOf(asking, "query");
  return "node" in root && typeof root.node === "function" ? root.node({ id }) : null;
}

interface Tagged {
  holder: { tags: string[] };
  row: { updatedAt: string };
  told: (before: string[], after: string[]) => void;
}

/** Whatever may have tags, and who is told when they change. */
function tagged(asking: Asking, id: string): Tagged {
  const { shop } = asking;
  const { order, customer, draft, product, send } = announce(asking);
  const type = typeOfGid(id) ?? "";
  const number = numberIn(type, id);
  const found = <T extends { id: number }>(rows: readonly T[]): T => {
    const row = rows.find((each) => each.id === number);
    if (!row) throw new Refused(["id"], `${type} does not exist`);
    return row;
  };
  if (type === "Order") {
    const row = found(shop.orders);
    return { holder: row, row, told: () => order(row) };
  }
  if (type === "Customer") {
    const row = found(shop.customers);
    const told = (before: string[], after: string[]) => {
      const say = (topic: string, tags: string[]) =>
        tags.length > 0 && send(topic, { customerId: gid("Customer", row.id), tags, occurredAt: moment() });
      say(
        "customer.tags_added",
        after.filter((tag) => !before.includes(tag)),
      );
      say(
        "customer.tags_removed",
        before.filter((tag) => !after.includes(tag)),
      );
      customer(row, "update");
    };
    return { holder: row, row, told };
  }
  if (type === "Product") {
    const row = found(shop.products);
    return { holder: row, row, told: () => product(row, "update") };
  }
  if (type === "DraftOrder") {
    const row = found(shop.drafts);
    return { holder: row.order, row, told: () => draft(row, "update") };
  }
  throw new Refused(["id"], "The resource does not exist or has no tags");
}
