import type { Conversation } from "../api/types.ts";

export const tabs = ["open", "mine", "unassigned", "closed"] as const;
export type Tab = (typeof tabs)[number];

export const tabLabel: Record<Tab, string> = {
  open: "Open",
  mine: "Mine",
  unassigned: "Unassigned",
  closed: "Closed",
};

export const emptyTab: Record<Tab, { title: string; hint: string }> = {
  open: { title: "Nothing waiting. Nice.", hint: "New messages appear here by themselves." },
  mine: { title: "Nothing on your plate.", hint: "Take a conversation with the key a." },
  unassigned: { title: "Everything has an owner.", hint: "Unassigned conversations appear here." },
  closed: { title: "Nothing closed yet.", hint: "Close a conversation with the key e." },
};

/** What the list route is asked for. */
export function tabQuery(tab: Tab): { status: "open" | "closed"; assignee?: string } {
  if (tab === "closed") return { status: "closed" };
  if (tab === "mine") return { status: "open", assignee: "me" };
  if (tab === "unassigned") return { status: "open", assignee: "none" };
  return { status: "open" };
}

/** The same question, answered for one conversation on this side. */
export function belongs(tab: Tab, conversation: Conversation, selfId: string): boolean {
  if (tab === "closed") return conversation.status === "closed";
  if (conversation.status !== "open") return false;
  if (tab === "mine") return conversation.assignee?.id === selfId;
  return tab === "open" || conversation.assignee === null;
}

export function isTab(value: string | undefined): value is Tab {
  return tabs.some((tab) => tab === value);
}
