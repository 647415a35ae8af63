import { Badge } from "@mantine/core";
import { IconBuildingStore } from "@tabler/icons-react";
import type { ShopAction } from "../api/types.ts";
import { Moment } from "../shell/moment.tsx";
import { ActionButtons } from "./action-buttons.tsx";
import { headline, isProposal } from "./action-words.ts";
import classes from "./actions.module.css";
import { OutcomeView, StateBadge } from "./outcome-view.tsx";
import { useShopActions } from "./shop-actions.tsx";
import { useActorName } from "./use-actor-name.ts";

/** What was asked of the shop, between the messages, with what came of it. */
export function ActionEntry({ action }: { action: ShopAction }) {
  const { open, orderName } = useShopActions();
  const nameOf = useActorName();
  const title = headline(action, orderName(action.orderId));
  const decided = action.approval?.decidedBy;
  return (
    <article className={classes.entry} aria-label={`In the shop: ${title}`} data-action={action.id}>
      <header className={classes.entryHead}>
        <IconBuildingStore size={16} stroke={1.6} className={classes.entryIcon} aria-hidden="true" />
        <span className={classes.entryTitle}>{title}</span>
        {isProposal(action) ? (
          <Badge size="sm" variant="light" color="violet">
            Waits for the customer’s yes
          </Badge>
        ) : (
          <StateBadge action={action} />
        )}
        <span className={classes.quiet}>
          {nameOf(action.requestedBy)}
          {decided &&
            `, ${action.approval?.state === "declined" ? "declined" : "approved"} by ${inSentence(nameOf(decided))}`}
          {action.calledOffBy && `, called off by ${inSentence(nameOf(action.calledOffBy))}`} ·{" "}
          <Moment at={action.requestedAt ?? action.createdAt} form="full" />
        </span>
      </header>
      <OutcomeView action={action} />
      <ActionButtons action={action} onUndo={(actionId) => open?.({ actionId })} />
    </article>
  );
}

function inSentence(name: string): string {
  return name === "You" ? "you" : name;
}
