import { IconShieldCheck, IconShieldQuestion, IconShieldX } from "@tabler/icons-react";
import type { ShopAction } from "../api/types.ts";
import classes from "./actions.module.css";
import { approverWords, reasonsText } from "./policy-words.ts";
import { usePolicy } from "./use-policy.ts";

/** What the policy says of it: allowed, who has to approve, or why it is refused. */
export function VerdictView({ action }: { action: ShopAction }) {
  const { data: policy } = usePolicy();
  const { verdict } = action;
  if (!verdict) return null;
  const why = reasonsText(action, policy?.rules ?? []);
  if (verdict.outcome === "allow") {
    return (
      <p className={classes.verdict} data-outcome="allow">
        <IconShieldCheck size={16} aria-hidden="true" /> Allowed by the policy
      </p>
    );
  }
  if (verdict.outcome === "deny") {
    return (
      <p className={classes.verdict} data-outcome="deny">
        <IconShieldX size={16} aria-hidden="true" /> <span>The policy refuses it: {why}</span>
      </p>
    );
  }
  return (
    <p className={classes.verdict} data-outcome="approve">
      <IconShieldQuestion size={16} aria-hidden="true" />
      <span>
        Needs approval by {approverWords[verdict.role ?? "lead"]}: {why}
      </span>
    </p>
  );
}
