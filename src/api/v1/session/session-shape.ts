import { z } from "zod";
import { getMember, getUser, permissionsOf, roles } from "../../../domain/access/index.ts";
import { getWorkspace, systemContext } from "../../../domain/workspaces/index.ts";
import type { Database } from "../../../platform/db.ts";
import { AppError } from "../../../platform/errors.ts";
import type { Login } from "../../sessions.ts";

export const sessionShape = z
  .object({
    user: z.object({ id: z.uuid(), name: z.string(), email: z.string() }),
    member: z.object({ id: z.uuid(), name: z.string(), role: z.enum(roles) }),
    workspace: z.object({ id: z.uuid(), name: z.string() }),
    permissions: z.array(z.string()).describe("What the role allows; the names are those of the scopes."),
    csrfToken: z.string().describe("Send it as `x-csrf-token` with everything but GET."),
  })
  .meta({ id: "Session" });

export async function showSession(db: Database, login: Login): Promise<z.input<typeof sessionShape>> {
  const ctx = systemContext(db, login.workspaceId, "session");
  const [user, member, workspace] = await Promise.all([
    getUser(db, login.userId),
    getMember(ctx, login.memberId),
    getWorkspace(ctx),
  ]);
  if (!user) throw new AppError("unauthenticated", "This login is no longer valid");
  return {
    user,
    member,
    workspace,
    permissions: [...permissionsOf(member.role)],
    csrfToken: login.csrfToken,
  };
}
