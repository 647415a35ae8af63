import { setTimeout as wait } from "node:timers/promises";
import { newId } from "../../src/platform/ids.ts";
import { gid } from "./gid.ts";
import type { Job } from "./goods-records.ts";
import type { Asking } from "./part.ts";

/** Does something after the answer, as Shopify does what takes long; not at all when the sandbox is reset before. */
export function later({ sandbox, shop }: Pick<Asking, "sandbox" | "shop">, act: () => void): Job {
  const job: Job = { id: gid("Job", newId()), done: false };
  shop.jobs.push(job);
  void wait(shop.jobMs, undefined, { ref: false }).then(() => {
    if (sandbox.shops.get(shop.domain) !== shop) return;
    act();
    job.done = true;
  });
  return job;
}
