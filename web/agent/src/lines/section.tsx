import type { ReactNode } from "react";
import classes from "./line-form.module.css";

/** A part of how a line answers. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className={classes.section}>
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}
