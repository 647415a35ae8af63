import { Text } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { Link } from "wouter";
import { ActionEntry } from "../actions/action-entry.tsx";
import { useAction, useActions, useApprovals } from "../actions/use-actions.ts";
import { sentence } from "../api/problem.ts";
import type { ShopAction } from "../api/types.ts";
import { useMay, useSession } from "../session/session.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { AboutWhom } from "./about-whom.tsx";
import { ApprovalCard } from "./approval-card.tsx";
import classes from "./approvals.module.css";

/** What others asked for and waits for a decision; j and k go from one to the next, a approves, d declines. */
export function ApprovalsPage({ params: { approvalId } }: { params: { approvalId?: string } }) {
  const mayDecide = useMay("actions:approve");
  const { data: waiting = [], error, isPending } = useApprovals(mayDecide);
  const [decided, setDecided] = useState<readonly string[]>([]);
  const list = useRef<HTMLDivElement>(null);
  const cards = () => [...(list.current?.querySelectorAll<HTMLElement>("[data-approval]") ?? [])];
  const step = (by: 1 | -1) => {
    const all = cards();
    const at = all.findIndex((card) => card.contains(document.activeElement));
    const next = all[at < 0 ? 0 : Math.max(0, Math.min(all.length - 1, at + by))];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
  };
  const press = (name: "approve" | "decline") => {
    const card = cards().find((one) => one.contains(document.activeElement)) ?? cards()[0];
    card?.querySelector<HTMLElement>(`[data-do=${name}]`)?.click();
  };
  const [next, previous] = [() => step(1), () => step(-1)];
  const [approve, decline] = [() => press("approve"), () => press("decline")];
  useShortcuts({ j: next, k: previous, ArrowDown: next, ArrowUp: previous, a: approve, d: decline });
  const hasRows = waiting.length > 0;
  useEffect(() => {
    if (!hasRows) return;
    const named = approvalId && list.current?.querySelector<HTMLElement>(`[data-approval="${CSS.escape(approvalId)}"]`);
    if (named) named.focus();
  }, [approvalId, hasRows]);
  return (
    <SettingsPage
      title="Approvals"
      about="What the policy lets nobody do alone. An approval is bound to exactly what you see: when the order changes, it is asked anew."
    >
      {error && <Text role="alert">{sentence(error)}</Text>}
      {mayDecide && !isPending && waiting.length === 0 && decided.length === 0 && (
        <p className={classes.empty}>Nothing waits for you.</p>
      )}
      {!mayDecide && <p className={classes.empty}>Your role does not approve. Below is what you asked for.</p>}
      <div ref={list} className={classes.list}>
        {waiting
          .filter(({ id }) => !decided.includes(id))
          .map((action) => (
            <ApprovalCard
              key={action.id}
              action={action}
              onDecided={() => setDecided([action.id, ...decided.filter((id) => id !== action.id)])}
            />
          ))}
      </div>
      {decided.length > 0 && (
        <section aria-label="Decided just now" className={classes.list}>
          <h2 className={classes.heading}>Decided just now</h2>
          {decided.map((id) => (
            <Decided key={id} actionId={id} />
          ))}
        </section>
      )}
      {mayDecide && <NotBegun but={decided} />}
      <Own />
    </SettingsPage>
  );
}

/** As in its conversation, and whom it is about, which that says there. */
function Entry({ action }: { action: ShopAction }) {
  const { customerId, orderId, conversationId } = action;
  return (
    <div>
      {customerId && (
        <span className={classes.quiet}>
          <AboutWhom customerId={customerId} orderId={orderId} />
          {conversationId && (
            <>
              {" · "}
              <Link href={`/inbox/open/${conversationId}`}>the conversation</Link>
            </>
          )}
        </span>
      )}
      <ActionEntry action={action} />
    </div>
  );
}

/** It goes on by itself; here one sees how. */
function Decided({ actionId }: { actionId: string }) {
  const { data } = useAction(actionId);
  return data ? <Entry action={data} /> : null;
}

/** What was let through and waits for its shop: it can be called off still. */
function NotBegun({ but }: { but: readonly string[] }) {
  const { data = [] } = useActions({ state: "approved" });
  const waiting = data.filter(({ id }) => !but.includes(id));
  if (waiting.length === 0) return null;
  return (
    <section aria-label="About to be done" className={classes.list}>
      <h2 className={classes.heading}>Let through, about to be done</h2>
      {waiting.map((action) => (
        <Entry key={action.id} action={action} />
      ))}
    </section>
  );
}

/** What the reader asked for herself, and somebody else has to decide. */
function Own() {
  const { id } = useSession().member;
  const { data = [] } = useActions({ state: "awaiting_approval" });
  const own = data.filter(({ requestedBy }) => requestedBy.type === "member" && requestedBy.id === id);
  if (own.length === 0) return null;
  return (
    <section aria-label="Asked for by you" className={classes.list}>
      <h2 className={classes.heading}>Asked for by you, decided by others</h2>
      {own.map((action) => (
        <Entry key={action.id} action={action} />
      ))}
    </section>
  );
}
