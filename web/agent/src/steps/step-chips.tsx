import { ActionIcon, Button, Loader } from "@mantine/core";
import { IconAlertTriangle, IconBolt, IconBuildingStore, IconX } from "@tabler/icons-react";
import { troubleText } from "../actions/action-words.ts";
import { approverWords, reasonsText } from "../actions/policy-words.ts";
import { useShopActions } from "../actions/shop-actions.tsx";
import { usePolicy } from "../actions/use-policy.ts";
import type { PolicyRule, ShopAction } from "../api/types.ts";
import { useCatalogue } from "../bulk/use-catalogue.ts";
import { money } from "../customer/money.ts";
import { isAsked, type PendingStep } from "./pending.ts";
import classes from "./step-chips.module.css";
import { stepText } from "./step-words.ts";
import type { PendingSteps } from "./use-pending-steps.ts";

interface Props {
  steps: PendingSteps;
  /** When they are done. */
  heading: string;
  /** Said where something is asked of the shop. */
  mind: string | null;
  /** Does them without a reply; null: that is what the main button does. */
  onApply: (() => void) | null;
  disabled: boolean;
}

/** What is done as the reply is sent; each can be taken off. */
export function StepChips({ steps, heading, mind, onApply, disabled }: Props) {
  if (steps.rows.length === 0) return null;
  const hasShop = steps.rows.some(({ pending }) => pending.step.type === "shop_action");
  return (
    <section className={classes.steps} aria-label="What is done with it">
      <p className={classes.head}>
        <IconBolt size={14} aria-hidden="true" />
        {heading}
        {hasShop && mind && <span className={classes.quiet}>{mind}</span>}
        {onApply && (
          <Button size="compact-xs" variant="subtle" ml="auto" disabled={disabled} onClick={onApply}>
            Do only this now
          </Button>
        )}
      </p>
      <ul className={classes.list}>
        {steps.rows.map((row) => (
          <Chip key={row.pending.key} {...row} steps={steps} />
        ))}
      </ul>
    </section>
  );
}

function Chip({ pending, action, readiness, steps }: PendingSteps["rows"][number] & { steps: PendingSteps }) {
  const names = useCatalogue();
  const { step, key, again } = pending;
  const isShop = step.type === "shop_action";
  // Here it is known who applies it.
  const isMine = step.type === "assign" && step.memberId === "me";
  const text = stepText(isMine ? { ...step, memberId: names.selfId } : step, names);
  return (
    <li className={classes.chip} data-readiness={readiness} data-shop={isShop || undefined}>
      {readiness === "waiting" && <Loader size={12} aria-hidden="true" />}
      {readiness === "blocked" && <IconAlertTriangle size={14} aria-hidden="true" />}
      {readiness === "ready" && isShop && <IconBuildingStore size={14} aria-hidden="true" />}
      <span className={classes.text}>
        {text}
        {isShop ? <ShopWords pending={pending} action={action} /> : pending.problem && ` — ${pending.problem}`}
      </span>
      {again === "asked" && (
        <Button size="compact-xs" color="orange" onClick={() => steps.repeat(key)}>
          Do it once more
        </Button>
      )}
      <ActionIcon
        size={20}
        variant="subtle"
        color="gray"
        aria-label={`Without: ${text}`}
        onClick={() => steps.remove(key)}
      >
        <IconX size={13} />
      </ActionIcon>
    </li>
  );
}

function ShopWords({ pending, action }: { pending: PendingStep; action: ShopAction | undefined }) {
  const { orderName } = useShopActions();
  const { data: policy } = usePolicy();
  const order = action ? orderName(action.orderId) : null;
  const said = outlookOf(pending, action, policy?.rules ?? []);
  return (
    <>
      {order && ` of ${order}`} — {said}
      {action?.preview?.warnings.map((warning) => ` ${warning}.`)}
    </>
  );
}

/** What the shop and the policy say of it. */
function outlookOf(
  { problem, again }: PendingStep,
  action: ShopAction | undefined,
  rules: readonly PolicyRule[],
): string {
  if (problem !== null) return problem;
  if (again === "asked") return "the very same was done within the last day";
  if (!action || (action.state === "planned" && !action.preview)) return "asking the shop…";
  if (isAsked(action)) return "asked for already";
  const { preview, verdict, state } = action;
  if (state !== "planned" || !preview) return troubleText(action) ?? "it can no longer be done: choose it again";
  if (preview.refusal) return `the shop would refuse it: ${preview.refusal.message}`;
  const { minor, currency } = preview.customerCost.minor > 0 ? preview.customerCost : preview.cost;
  const amount = minor > 0 ? money(minor, currency) : "costs nothing";
  if (verdict?.outcome === "deny") return `the policy refuses it: ${reasonsText(action, rules)}`;
  if (verdict?.outcome === "approve") return `${amount}, needs approval by ${approverWords[verdict.role ?? "lead"]}`;
  return amount;
}
