import type { Connection } from "../../contract.ts";
import type { ActionFacts, ActionKind, ActionPreview, ShopAction } from "../../contract-actions.ts";
import { type Amounts, none } from "./amounts.ts";
import { afterwards } from "./ask.ts";
import type { ActionOf, AttemptOf, Done, Performer } from "./performer.ts";
import { done, previewOf } from "./previews.ts";
import { type Refusal, Refused } from "./refused.ts";

/** What a kind of action needs to know that only puts something into a state: a note, tags, an address. */
export interface StateChange<K extends ActionKind, S> {
  read(shop: Connection, action: ActionOf<K>): Promise<Current<S>>;
  /** Whether the state is what the action wants. */
  isSo(action: ActionOf<K>, state: S): boolean;
  apply(shop: Connection, action: ActionOf<K>, state: S): Promise<unknown>;
  lines(action: ActionOf<K>, state: S): ActionPreview["lines"];
  refusal?(action: ActionOf<K>, current: Current<S>): Refusal | null;
  warnings?(action: ActionOf<K>, current: Current<S>): string[];
  /** @param before the state that the preview saw. */
  undo(action: ActionOf<K>, before: S): ShopAction | null;
  /** The state as a preview kept it; null: it kept none. */
  remembered(memo: string): S | null;
}
export interface Current<S> {
  /** Of what is changed. */
  id: string;
  state: S;
  facts: ActionFacts;
  money: Amounts;
}

/**
 * Safe to repeat by its nature: what is so already is done. Somebody else may have done it; then it is done as well.
 */
export function stateChange<K extends ActionKind, S>(kind: StateChange<K, S>): Performer<K> {
  const outcome = ({ id, money }: Current<S>, { action, preview }: AttemptOf<K>): Done => {
    const before = preview.memo === null ? null : kind.remembered(preview.memo);
    const undo = before === null || kind.isSo(action, before) ? null : kind.undo(action, before);
    return done({ externalId: id, cost: none(money.shop), undo });
  };
  const readBack = async (shop: Connection, attempt: AttemptOf<K>) => {
    const current = await kind.read(shop, attempt.action);
    return kind.isSo(attempt.action, current.state) ? outcome(current, attempt) : null;
  };
  return {
    async preview(shop, action) {
      const current = await kind.read(shop, action);
      const { state, facts, money } = current;
      const isSo = kind.isSo(action, state);
      return previewOf({
        cost: { shop: none(money.shop), customer: none(money.customer) },
        ...{ facts, rests: state, memo: state },
        lines: kind.lines(action, state),
        refusal: isSo ? null : (kind.refusal?.(action, current) ?? null),
        warnings: [...(isSo ? ["It is so already"] : []), ...(kind.warnings?.(action, current) ?? [])],
      });
    },
    async execute(shop, attempt) {
      const current = await kind.read(shop, attempt.action);
      if (kind.isSo(attempt.action, current.state)) return outcome(current, attempt);
      const refusal = kind.refusal?.(attempt.action, current);
      if (refusal) throw new Refused(refusal);
      await kind.apply(shop, attempt.action, current.state);
      return afterwards(() => readBack(shop, attempt));
    },
    readBack,
  };
}
