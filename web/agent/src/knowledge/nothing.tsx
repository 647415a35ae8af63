import { Text } from "@mantine/core";
import type { IconBook2 } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "../settings/list-page.module.css";

/** In place of what would be open. */
export function Nothing({ icon: Icon, children }: { icon: typeof IconBook2; children: ReactNode }) {
  return (
    <div className={classes.nothing}>
      <Icon size={40} stroke={1.2} aria-hidden="true" />
      <Text size="sm">{children}</Text>
    </div>
  );
}
