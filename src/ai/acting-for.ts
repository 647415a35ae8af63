import type { Run } from "../domain/automation/index.ts";
import type { Context } from "../domain/workspaces/index.ts";

/** The AI acts under its own name, with no more permissions than the step needs. */
export function actingFor(ctx: Context, run: Pick<Run, "id">, permissions: string[]): Context {
  return { ...ctx, actor: { type: "ai", id: run.id }, permissions: new Set(permissions) };
}
