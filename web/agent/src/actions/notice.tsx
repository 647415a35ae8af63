import { IconAlertTriangle, IconBan } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./actions.module.css";

interface Props {
  /** mind: go on with care. no: it cannot be done so. */
  tone: "mind" | "no";
  title?: string;
  role?: "alert" | "status" | "note";
  children: ReactNode;
}

/** Something to know before going on, as quiet by night as by day. */
export function Notice({ tone, title, role = "note", children }: Props) {
  const Icon = tone === "mind" ? IconAlertTriangle : IconBan;
  return (
    <div role={role} className={classes.box} data-tone={tone}>
      <Icon size={16} aria-hidden="true" className={classes.boxIcon} />
      <div>
        {title && <b className={classes.boxTitle}>{title}</b>}
        {children}
      </div>
    </div>
  );
}
