import { Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { Link } from "wouter";
import { useMay } from "../session/session.tsx";
import { viewsPath } from "../views/paths.ts";
import { useViews } from "../views/use-views.ts";
import classes from "./conversation-list.module.css";
import { type ListName, seldom, type Tab, tabLabel, viewIdOf } from "./tabs.ts";

/** The lists that are looked at seldom, behind one button that says which of them is shown. */
export function SeldomTabs({ tab, onTab }: { tab: ListName; onTab: (tab: ListName) => void }) {
  const readsViews = useMay("views:read");
  const { data: views = [] } = useViews(readsViews);
  const shown = seldom.some((name) => name === tab);
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <button
          type="button"
          className={classes.tab}
          aria-current={shown || undefined}
          id={shown ? `tab-${tab}` : undefined}
        >
          {shown ? tabLabel[tab as Tab] : "More"} <IconChevronDown size={12} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {seldom.map((name) => (
          <Menu.Item key={name} onClick={() => onTab(name)}>
            {tabLabel[name]}
          </Menu.Item>
        ))}
        {readsViews && <Menu.Divider />}
        {views.map(({ id, name, count }) => (
          <Menu.Item
            key={id}
            {...(id === viewIdOf(tab) && { "aria-current": true })}
            rightSection={count === null ? undefined : <span className={classes.count}>{count.toLocaleString()}</span>}
            onClick={() => onTab(`view-${id}`)}
          >
            {name}
          </Menu.Item>
        ))}
        {readsViews && (
          <Menu.Item component={Link} href={views.length === 0 ? `${viewsPath}/new` : viewsPath}>
            {views.length === 0 ? "New view…" : "Make and change views…"}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
