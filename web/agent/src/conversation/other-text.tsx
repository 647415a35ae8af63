import { Button } from "@mantine/core";
import classes from "./other-text.module.css";
import type { MyDrafts } from "./use-my-drafts.ts";

/** She has written on in two windows: both texts are there until she says which one goes on. */
export function OtherText({ drafts: { other, choose } }: { drafts: MyDrafts }) {
  if (!other) return null;
  return (
    <div className={classes.other} role="alert">
      <p className={classes.says}>
        You also wrote here in another window: <q>{other.draft.body.slice(0, 200) || "(only files)"}</q>
      </p>
      <Button size="compact-xs" variant="default" onClick={() => choose("other")}>
        Take that text
      </Button>
      <Button size="compact-xs" variant="default" onClick={() => choose("this")}>
        Keep this one
      </Button>
    </div>
  );
}
