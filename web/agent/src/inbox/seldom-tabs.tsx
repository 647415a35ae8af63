import { Menu } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import classes from "./conversation-list.module.css";
import { seldom, type Tab, tabLabel } from "./tabs.ts";

/** The lists that are looked at seldom, behind one button that says which of them is shown. */
export function SeldomTabs({ tab, onTab }: { tab: Tab; onTab: (tab: Tab) => void }) {
  const shown = seldom.includes(tab);
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <button
          type="button"
          className={classes.tab}
          aria-current={shown || undefined}
          id={shown ? `tab-${tab}` : undefined}
        >
          {shown ? tabLabel[tab] : "More"} <IconChevronDown size={12} aria-hidden="true" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {seldom.map((name) => (
          <Menu.Item key={name} onClick={() => onTab(name)}>
            {tabLabel[name]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
