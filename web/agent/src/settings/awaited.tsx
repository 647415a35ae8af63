import { Button, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { sentence } from "../api/problem.ts";

interface Props {
  /** Null: it is still being read. */
  error: unknown;
  again: () => unknown;
  /** Its shape, for as long as it is being read. */
  children: ReactNode;
}

/** Stands in the place of what a page shows, until it is there; or why it cannot be read. */
export function Awaited({ error, again, children }: Props) {
  if (!error) return children;
  return (
    <>
      <Text role="alert" size="sm">
        {sentence(error)}
      </Text>
      <Button size="compact-sm" variant="default" w="fit-content" onClick={() => void again()}>
        Try again
      </Button>
    </>
  );
}
