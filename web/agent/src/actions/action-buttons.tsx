import { Button, CopyButton } from "@mantine/core";
import { sentence } from "../api/problem.ts";
import type { ShopAction } from "../api/types.ts";
import { useMay, useSession } from "../session/session.tsx";
import classes from "./actions.module.css";
import { mayCallOff } from "./may-call-off.ts";
import { useShopActions } from "./shop-actions.tsx";
import { insertable } from "./shown-results.ts";
import { useCallOff, useCheck, useUndo } from "./use-actions.ts";

interface Props {
  action: ShopAction;
  /** Shows the plan that takes it back. */
  onUndo: (actionId: string) => void;
}

/** What can be done with it: use its result, take it back, call it off, ask the shop again. */
export function ActionButtons({ action, onUndo }: Props) {
  const { insert, open } = useShopActions();
  const mayAsk = useMay("actions:request");
  const undo = useUndo();
  const check = useCheck();
  const callOff = useCallOff();
  const reader = { memberId: useSession().member.id, mayApprove: useMay("actions:approve") };
  const result = insertable(action);
  const problem = undo.error ?? check.error ?? callOff.error;
  return (
    <div className={classes.buttons}>
      {result !== null && insert && (
        <Button size="compact-xs" onClick={() => insert(result)} title="Insert into the reply (i)">
          Insert into reply (i)
        </Button>
      )}
      {result !== null && (
        <CopyButton value={result}>
          {({ copied, copy }) => (
            <Button size="compact-xs" variant="default" onClick={copy}>
              {copied ? "Copied" : "Copy"}
            </Button>
          )}
        </CopyButton>
      )}
      {/* What takes it back is shown in a dialog: where there is none, nothing is planned. */}
      {action.undoable && mayAsk && open && (
        <Button
          size="compact-xs"
          variant="default"
          loading={undo.isPending}
          onClick={() => undo.mutate(action.id, { onSuccess: ({ id }) => onUndo(id) })}
        >
          Undo…
        </Button>
      )}
      {mayAsk && mayCallOff(action, reader) && (
        <Button
          size="compact-xs"
          variant="default"
          loading={callOff.isPending}
          onClick={() => callOff.mutate(action.id)}
        >
          Call off
        </Button>
      )}
      {action.state === "unknown" && mayAsk && (
        <Button size="compact-xs" variant="default" loading={check.isPending} onClick={() => check.mutate(action.id)}>
          Ask the shop again
        </Button>
      )}
      {problem && <span className={classes.trouble}>{sentence(problem)}</span>}
    </div>
  );
}
