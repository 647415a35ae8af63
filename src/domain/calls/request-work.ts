import type { TxContext } from "../events/index.ts";
import type { Command } from "./steps.ts";

/** Has those who wait looked at, one look after the other. */
export function requestHandOut(tx: TxContext, runAt?: Date): void {
  tx.enqueue({
    ...{ queue: "calls", name: "hand out", payload: {}, orderingKey: "hand out" },
    ...(runAt && { runAt, orderingKey: `hand out ${runAt.getTime()}` }),
  });
}

/** Something to be done at the provider, after what was decided is committed; in order for each leg. */
export function command(tx: TxContext, wanted: Command): void {
  tx.enqueue({ queue: "calls", name: "command", payload: { ...wanted }, orderingKey: wanted.legId });
}
