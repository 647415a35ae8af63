import { ActionIcon, Text } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { Link } from "wouter";
import { viewsPath } from "../views/paths.ts";
import { useView } from "../views/use-views.ts";
import { Count } from "../views/views-list.tsx";
import classes from "./conversation-list.module.css";

/** Which view the list shows, and the way to change it. */
export function ViewHead({ viewId }: { viewId: string }) {
  const view = useView(viewId);
  if (view === undefined) return null;
  return (
    <div className={classes.viewHead}>
      <Text size="sm" fw={600} truncate>
        {view === null ? "There is no such view" : view.name}
      </Text>
      {view && <Count view={view} />}
      {view && (
        <ActionIcon
          component={Link}
          href={`${viewsPath}/${viewId}`}
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={`Change the view ${view.name}`}
          className={classes.change}
        >
          <IconPencil size={15} />
        </ActionIcon>
      )}
    </div>
  );
}
