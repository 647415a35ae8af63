import type { Database, Sight } from "../../platform/db.ts";

/** Who does it. The id of a member, an app's installation, an AI run, a customer, an automation rule; or the job's queue. */
export type Actor =
  | { type: "member"; id: string }
  | { type: "app"; id: string }
  | { type: "ai"; id: string }
  | { type: "customer"; id: string }
  | { type: "rule"; id: string }
  | { type: "system"; job: string };

/** What led to it: an event, a request or a bulk action, and how many steps the cascade has behind it. */
export interface Cause {
  type: "event" | "request" | "bulk_action" | "delivery";
  id: string;
  depth: number;
  /** Automation rules that had a part in it, so that none sets itself off. Absent: none. */
  rules?: readonly string[];
}

/** The first argument of everything: one workspace, one actor. */
export interface Context {
  workspaceId: string;
  actor: Actor;
  /** Names of what the actor may do; "all" only for the system itself. */
  permissions: ReadonlySet<string> | "all";
  /** Private teams the actor is not in: they and their conversations do not exist for her. */
  hiddenTeams?: readonly string[];
  db: Database;
  requestId: string;
  cause: Cause | null;
}

/** What the actor's transactions see. */
export function sightOf({ workspaceId, hiddenTeams = [] }: Pick<Context, "workspaceId" | "hiddenTeams">): Sight {
  return { workspaceIds: [workspaceId], hiddenTeams };
}

/** The context of work the product does by itself. */
export function systemContext(db: Database, workspaceId: string, job: string, cause: Cause | null = null): Context {
  return { workspaceId, actor: { type: "system", job }, permissions: "all", db, requestId: cause?.id ?? job, cause };
}
