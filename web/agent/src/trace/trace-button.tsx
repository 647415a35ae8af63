import { Button } from "@mantine/core";
import { useState } from "react";
import { TraceDrawer } from "./trace-drawer.tsx";

interface Props {
  conversationId: string;
  runId: string;
  label?: string;
}

/** Opens what the AI did in one turn. */
export function TraceButton({ conversationId, runId, label = "Why?" }: Props) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        size="compact-xs"
        variant="subtle"
        color="violet"
        aria-haspopup="dialog"
        aria-label={`${label} What the AI did`}
        onClick={() => setOpened(true)}
      >
        {label}
      </Button>
      {opened && <TraceDrawer conversationId={conversationId} runId={runId} onClose={() => setOpened(false)} />}
    </>
  );
}
