import { ActionIcon, Tooltip } from "@mantine/core";
import { IconAdjustments } from "@tabler/icons-react";
import { Link } from "wouter";
import { useMay } from "../session/session.tsx";
import { viewsPath } from "./paths.ts";
import { useViews } from "./use-views.ts";
import { ViewsList } from "./views-list.tsx";
import classes from "./views-sidebar.module.css";

/** The views beside the inbox. Nothing where there are none. */
export function ViewsSidebar(props: { selectedId: string | undefined; conversationId: string | undefined }) {
  const { selectedId, conversationId } = props;
  const mayRead = useMay("views:read");
  const { data: views = [] } = useViews(mayRead);
  if (views.length === 0) return null;
  // The conversation that is open stays open: only the list changes.
  const open = conversationId ? `/${conversationId}` : "";
  return (
    <nav className={classes.pane} aria-label="Views">
      <div className={classes.head}>
        <h1 className={classes.title}>Views</h1>
        <Tooltip label="Make and change views (g v)" openDelay={400}>
          <ActionIcon
            component={Link}
            href={viewsPath}
            variant="subtle"
            color="gray"
            aria-label="Make and change views"
          >
            <IconAdjustments size={17} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </div>
      <ViewsList views={views} selectedId={selectedId} hrefOf={({ id }) => `/inbox/view-${id}${open}`} />
    </nav>
  );
}
