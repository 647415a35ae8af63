import { AppError } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import {
  asksForMe,
  asksForOrders,
  type Condition,
  conditionsOf,
  type Filter,
  mayAskForOrders,
  type Snapshot,
} from "../filters/index.ts";
import type { Context } from "../workspaces/index.ts";
import type { View } from "./tables.ts";

/** Each change of a conversation is held against every view, so there are not too many of them. */
export const most = { shared: 100, team: 30, private: 30 } as const;
export const longestName = 80;

export interface ViewWording {
  name: string;
  visibility: View["visibility"];
  /** Of a team's view; otherwise of no meaning. */
  teamId?: string | null;
  filter: unknown;
  sort: View["sort"];
  position: number;
}

/** @throws AppError("invalid_input") with `details.field`. */
export function checkName(given: string): string {
  const name = given.trim();
  const isPlain = !/\p{Cc}/u.test(name) && name.isWellFormed();
  if (name !== "" && name.length <= longestName && isPlain) return name;
  throw new AppError("invalid_input", `A name has 1 to ${longestName} characters on one line`, {
    details: { field: "name" },
  });
}

/**
 * What a view shows: spam, trash and what was merged away only if its filter speaks of folders. A filter for one tag
 * would otherwise bring back what was thrown away.
 */
export function shownBy(filter: Filter): Filter {
  if (conditionsOf(filter).some(({ condition }) => condition.field === "folder")) return filter;
  return { and: [{ field: "folder", operator: "none_of", value: ["spam", "trash", "merged"] }, filter] };
}

/**
 * Whether one number is true for all who see it. A shared view that asks for "me" is another one for each of them: it
 * is shown, not counted.
 */
export function isCounted({ visibility, filter }: Pick<View, "visibility" | "filter">): boolean {
  return visibility === "private" || !asksForMe(filter);
}

/** Who "me" is in a view's count. */
export function countsFor({ visibility, ownerId }: Pick<View, "visibility" | "ownerId">): string | null {
  return visibility === "private" ? ownerId : null;
}

/** Whose "me" it is that looks. @throws AppError("invalid_input") when it is a program that asks for "me". */
export function viewerOf({ actor }: Context, filter: Filter): string | null {
  if (actor.type === "member") return actor.id;
  if (!asksForMe(filter)) return null;
  throw new AppError("invalid_input", "`me` is for a person who is logged in", { details: { reason: "no_me" } });
}

/** What decides for whom a view is there. */
type Audience = Pick<View, "visibility" | "ownerId" | "teamId" | "filter"> & { isInTeam: boolean };

/**
 * A private view is there for its owner, a team's for those in it and for who manages views. One that names a private
 * team is not there for who does not see that team, and one about orders not for who may not read them: which
 * conversations it shows would tell.
 */
export function maySee(ctx: Context, { visibility, ownerId, isInTeam, ...view }: Audience): boolean {
  const { actor, hiddenTeams = [] } = ctx;
  const text = hiddenTeams.length === 0 ? "" : JSON.stringify([view.teamId, view.filter]).toLowerCase();
  if (hiddenTeams.some((id) => text.includes(id))) return false;
  if (!mayAskForOrders(ctx) && asksForOrders(view.filter)) return false;
  if (visibility === "shared" || actor.type === "system") return true;
  if (visibility === "team") return isInTeam || mayManage(ctx);
  return actor.type === "member" && actor.id === ownerId;
}

function mayManage({ permissions }: Context): boolean {
  return permissions === "all" || permissions.has("views:manage");
}

/** Views that others see are changed by those who may manage them. @throws AppError("forbidden") */
export function allowChange(ctx: Context, visibility: View["visibility"]): void {
  allow(ctx, "views:write");
  if (visibility !== "private") allow(ctx, "views:manage");
}

const folders = ["open", "waiting", "closed", "spam", "trash", "merged"];

/**
 * What every row that fits has in common, as far as the filter's outer "and" says it: the folders, and whose it is.
 * The inbox has an index that begins with them.
 */
export function anchorsOf(filter: Filter, me: string | null): { folders: string[]; assigneeId: string | null } {
  const conditions = outerConditions(filter);
  const possible = folders.filter((folder) =>
    conditions.every(({ field, operator, value }) => {
      if (field !== "folder" && field !== "status") return true;
      // A folder of spam or trash says nothing of the status.
      if (field === "status" && (folder === "spam" || folder === "trash")) return true;
      const isNamed = [value].flat().includes(folder);
      return operator === "is" || operator === "any_of" ? isNamed : !isNamed;
    }),
  );
  const whose = conditions.find(({ field, operator }) => field === "assignee" && operator === "is")?.value;
  const assigneeId = whose === "me" ? me : typeof whose === "string" ? whose : null;
  return { folders: possible, assigneeId };
}

function outerConditions(filter: Filter): Condition[] {
  if ("field" in filter) return [filter];
  return "and" in filter ? filter.and.flatMap(outerConditions) : [];
}

const notWaiting = -9_000_000_000_000_000;

/** The larger, the further up: the same as `sortKeySql`. */
export function sortKeyOf(
  sort: View["sort"],
  row: Pick<Snapshot, "lastMessageAt" | "createdAt" | "waitingSince">,
): number {
  if (sort === "last_activity") return row.lastMessageAt.getTime();
  if (sort === "created") return row.createdAt.getTime();
  return row.waitingSince ? -row.waitingSince.getTime() : notWaiting;
}
