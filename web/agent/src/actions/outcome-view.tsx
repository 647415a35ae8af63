import { Badge, Loader } from "@mantine/core";
import type { ShopAction } from "../api/types.ts";
import { money } from "../customer/money.ts";
import { troubleText, wordsOf } from "./action-words.ts";
import classes from "./actions.module.css";
import { approverWords } from "./policy-words.ts";
import { shownOf } from "./shown-results.ts";

export function StateBadge({ action }: { action: Pick<ShopAction, "state" | "trouble"> }) {
  const { state } = action;
  const { label, color } = wordsOf(action);
  const isMoving = state === "approved" || state === "executing" || state === "unknown";
  return (
    <Badge size="sm" variant="light" color={color} leftSection={isMoving ? <Loader size={9} color={color} /> : null}>
      {label}
    </Badge>
  );
}

/** How far it is and what came of it, in words. */
export function OutcomeView({ action }: { action: ShopAction }) {
  const { state, result, preview, verdict, approval } = action;
  const trouble = troubleText(action);
  const shown = shownOf(action);
  return (
    <>
      {state === "awaiting_approval" && (
        <p className={classes.notice}>
          {approval?.role || verdict?.role
            ? `Nothing is done until ${approverWords[approval?.role ?? verdict?.role ?? "lead"]} has approved it.`
            : "Nothing is done until somebody has approved it."}
        </p>
      )}
      {trouble && <p className={state === "unknown" ? classes.notice : classes.trouble}>{trouble}</p>}
      {result?.discrepancy && preview && (
        <p className={classes.notice}>
          The shop gave {money(result.cost.minor, result.cost.currency)}, the preview said{" "}
          {money(preview.cost.minor, preview.cost.currency)}.
        </p>
      )}
      {shown.length > 0 && (
        <dl className={classes.shown}>
          {shown.map(({ label, value }) => (
            <div key={label} className={classes.shownRow}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}
