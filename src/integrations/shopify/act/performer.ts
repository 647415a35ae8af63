import type { Connection } from "../../contract.ts";
import type { ActionAttempt, ActionKind, ActionPreview, ActionResult, ShopAction } from "../../contract-actions.ts";

export type ActionOf<K extends ActionKind> = Extract<ShopAction, { kind: K }>;
export type AttemptOf<K extends ActionKind> = Omit<ActionAttempt, "action"> & { action: ActionOf<K> };
export type Done = Extract<ActionResult, { state: "done" }>;

/** How one kind of action is done in a shop; each method as in `Act`. */
export interface Performer<K extends ActionKind> {
  preview(shop: Connection, action: ActionOf<K>): Promise<ActionPreview>;
  /** @throws Refused, when the shop says no. */
  execute(shop: Connection, attempt: AttemptOf<K>): Promise<ActionResult>;
  readBack(shop: Connection, attempt: AttemptOf<K>, handle: string | null): Promise<ActionResult | null>;
}
