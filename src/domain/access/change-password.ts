import { and, eq, ne, sql } from "drizzle-orm";
import { inTransaction } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { hashPassword } from "./passwords.ts";
import { sessions, users } from "./tables.ts";

/** A login that is over. */
export interface EndedLogin {
  sessionId: string;
  memberId: string;
}

interface NewPassword {
  userId: string;
  memberId: string;
  password: string;
  /** The login she does it in. */
  sessionId: string;
}

/**
 * Gives a person another password, and ends all her logins but the one she does it in. That she knew the one before has
 * been seen by then; her own takes no permission.
 *
 * @throws AppError("invalid_input") for a short one.
 */
export async function changePassword(ctx: Context, wanted: NewPassword): Promise<EndedLogin[]> {
  const { userId, memberId, password, sessionId } = wanted;
  const passwordHash = await hashPassword(password);
  return inTransaction(ctx, async (tx) => {
    tx.emit({ name: "member.password_changed", data: { memberId } });
    // Persons belong to no workspace: another role writes them. What it cannot do takes the event back, too.
    return ctx.db.system.orm.transaction(async (orm) => {
      await orm.update(users).set({ passwordHash }).where(eq(users.id, userId));
      const isHers = sql`${sessions.sess} #>> '{passport,user,userId}' = ${userId}`;
      return orm
        .delete(sessions)
        .where(and(isHers, ne(sessions.sid, sessionId)))
        .returning({ sessionId: sessions.sid, memberId: sql<string>`${sessions.sess} #>> '{passport,user,memberId}'` });
    });
  });
}
