import type { Conversation } from "../api/types.ts";

export const tabs = ["open", "mine", "unassigned", "waiting", "teams", "closed", "spam", "trash"] as const;
export type Tab = (typeof tabs)[number];

/** Those that are looked at seldom stand in a menu. */
export const seldom: readonly Tab[] = ["teams", "closed", "spam", "trash"];

export const tabLabel: Record<Tab, string> = {
  open: "Open",
  mine: "Mine",
  unassigned: "Unassigned",
  waiting: "Waiting",
  teams: "Team",
  closed: "Closed",
  spam: "Spam",
  trash: "Trash",
};

export const emptyTab: Record<Tab, { title: string; hint: string }> = {
  open: { title: "Nothing waiting. Nice.", hint: "New messages appear here by themselves." },
  mine: { title: "Nothing on your plate.", hint: "Take a conversation with the key t." },
  unassigned: { title: "Everything has an owner.", hint: "Unassigned conversations appear here." },
  waiting: { title: "Nothing set aside.", hint: "Snooze a conversation with the key z." },
  teams: { title: "Nothing for your teams.", hint: "What is given to a team of yours appears here." },
  closed: { title: "Nothing closed yet.", hint: "Close a conversation with the key e." },
  spam: { title: "No spam.", hint: "Mark a conversation as spam with the key !." },
  trash: { title: "The trash is empty.", hint: "Throw a conversation away with the key #." },
};

/** What the list route is asked for. */
export function tabQuery(tab: Tab): { folder: Conversation["folder"]; assignee?: string; team?: string } {
  if (tab === "mine") return { folder: "open", assignee: "me" };
  if (tab === "unassigned") return { folder: "open", assignee: "none" };
  if (tab === "teams") return { folder: "open", team: "mine" };
  return { folder: tab };
}

export interface Self {
  id: string;
  teamIds: readonly string[];
}

/** The same question, answered for one conversation on this side. */
export function belongs(tab: Tab, conversation: Conversation, self: Self): boolean {
  if (conversation.folder !== tabQuery(tab).folder) return false;
  if (tab === "teams") return conversation.team !== null && self.teamIds.includes(conversation.team.id);
  if (tab === "mine") return conversation.assignee?.id === self.id;
  return tab !== "unassigned" || conversation.assignee === null;
}

/** The list of a view, as it stands in the address. */
export type ViewTab = `view-${string}`;
export type ListName = Tab | ViewTab;

export function isListName(value: string | undefined): value is ListName {
  return isTab(value) || viewIdOf(value) !== null;
}

/** Null for the lists that are no views. */
export function viewIdOf(list: string | undefined): string | null {
  return /^view-([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/.exec(list ?? "")?.[1] ?? null;
}

function isTab(value: string | undefined): value is Tab {
  return tabs.some((tab) => tab === value);
}
