import { z } from "zod";
import { findRole, getMember, getUser, permissionsOfMember, roles } from "../../../domain/access/index.ts";
import { getWorkspace, systemContext } from "../../../domain/workspaces/index.ts";
import type { Database } from "../../../platform/db.ts";
import { AppError } from "../../../platform/errors.ts";
import type { Login } from "../../sessions.ts";

const customRole = z.object({ id: z.uuid(), name: z.string() }).nullable();

export const sessionShape = z
  .object({
    user: z.object({ id: z.uuid(), name: z.string(), email: z.string() }),
    member: z.object({ id: z.uuid(), name: z.string(), role: z.enum([...roles, "custom"]), customRole }),
    workspace: z.object({ id: z.uuid(), name: z.string() }),
    permissions: z.array(z.string()).describe("What the role allows; the names are those of the scopes."),
    csrfToken: z.string().describe("Send it as `x-csrf-token` with everything but GET."),
  })
  .meta({ id: "Session" });

export async function showSession(db: Database, login: Login): Promise<z.input<typeof sessionShape>> {
  const ctx = systemContext(db, login.workspaceId, "session");
  const [user, member, held, workspace] = await Promise.all([
    getUser(db, login.userId),
    getMember(ctx, login.memberId),
    findRole(db, login),
    getWorkspace(ctx),
  ]);
  if (!user || !held) throw new AppError("unauthenticated", "This login is no longer valid");
  return {
    user,
    member,
    workspace,
    permissions: [...permissionsOfMember(held)],
    csrfToken: login.csrfToken,
  };
}
