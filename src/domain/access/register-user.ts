import { randomBytes } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Database } from "../../platform/db.ts";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { hashPassword, passwordMatches } from "./passwords.ts";
import { type User, users } from "./tables.ts";

/** Of a password nobody knows. */
let noUserHash: Promise<string> | undefined;

/** @throws AppError("invalid_input") for a short password, AppError("conflict") for a known email. */
export async function registerUser(
  db: Database,
  { email, name, password }: { email: string; name: string; password: string },
): Promise<User> {
  const passwordHash = await hashPassword(password);
  const [row] = await db.system.orm
    .insert(users)
    .values({ id: newId(), email: email.trim().toLowerCase(), name, passwordHash })
    .onConflictDoNothing()
    .returning();
  if (!row) throw new AppError("conflict", "There is already a user with this email");
  return row;
}

/** The user, if the password is hers. Takes as long for an unknown email as for a wrong password. */
export async function verifyPassword(db: Database, email: string, password: string): Promise<User | null> {
  const [user] = await db.system.orm.select().from(users).where(eq(users.email, email.trim().toLowerCase()));
  noUserHash ??= hashPassword(randomBytes(16).toString("hex"));
  const otherwise = await noUserHash; // for known emails too: the first login of a process is slower for all alike
  const matches = await passwordMatches(password, user?.passwordHash ?? otherwise);
  return user && matches ? user : null;
}

export async function getUser(db: Database, userId: string): Promise<User | null> {
  const [user] = await db.system.orm.select().from(users).where(eq(users.id, userId));
  return user ?? null;
}
