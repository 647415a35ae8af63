import type { Customer } from "../api/types.ts";
import { Moment } from "../shell/moment.tsx";
import classes from "./customer-panel.module.css";

/** How far the shop's answer about this customer can be trusted, with the reason when it cannot. */
export function Lookup({ lookup }: { lookup: Customer["lookup"] }) {
  const { state, reason, at } = lookup;
  if (state === "unavailable") {
    return (
      <p className={classes.warning} role="alert">
        The shop could not be asked: {reason ?? "no answer"}. Orders below may be old.
      </p>
    );
  }
  return (
    <p className={classes.lookup} role="status">
      {state === "pending" && "Asking the shop…"}
      {state === "none" && (reason ?? "The shop does not know this customer.")}
      {state === "fresh" && at && (
        <>
          Shop data from <Moment at={at} form="full" />
        </>
      )}
    </p>
  );
}
