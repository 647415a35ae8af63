import type { BulkSelection, Filter } from "../api/types.ts";
import { type ListName, type Tab, tabQuery, viewIdOf } from "../inbox/tabs.ts";

/** What a whole list asks for, as a bulk action is told it. */
export function wholeList(list: ListName, ownTeamIds: readonly string[]): BulkSelection {
  const viewId = viewIdOf(list);
  if (viewId !== null) return { viewId };
  // What is no view is a tab.
  const { folder, assignee, team } = tabQuery(list as Tab);
  const conditions: Filter[] = [{ field: "folder", operator: "is", value: folder }];
  if (assignee === "me") conditions.push({ field: "assignee", operator: "is", value: "me" });
  if (assignee === "none") conditions.push({ field: "assignee", operator: "is_not_set" });
  if (team === "mine") conditions.push({ field: "team", operator: "any_of", value: [...ownTeamIds] });
  return { filter: { and: conditions } };
}
