import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { eq } from "drizzle-orm";
import type { Database } from "../../platform/db.ts";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { type User, users } from "./tables.ts";

const hash = promisify(argon2);
/** OWASP's first choice for argon2id: 19 MiB, 2 passes, 1 lane. https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 };
const shortestPassword = 10;
/** Of a password nobody knows. */
let noUserHash: Promise<string> | undefined;

/** @throws AppError("invalid_input") for a short password, AppError("conflict") for a known email. */
export async function registerUser(
  db: Database,
  { email, name, password }: { email: string; name: string; password: string },
): Promise<User> {
  if (password.length < shortestPassword) {
    throw new AppError("invalid_input", `A password needs at least ${shortestPassword} characters`);
  }
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

/** `argon2id$memory$passes$lanes$nonce$tag`, so that the cost can be raised later. */
async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await hash("argon2id", { ...cost, nonce, message: password });
  const { memory, passes, parallelism } = cost;
  return ["argon2id", memory, passes, parallelism, nonce.toString("base64url"), tag.toString("base64url")].join("$");
}

async function passwordMatches(password: string, stored: string): Promise<boolean> {
  const [, memory, passes, parallelism, nonce = "", tag = ""] = stored.split("$");
  const expected = Buffer.from(tag, "base64url");
  const actual = await hash("argon2id", {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: expected.length,
    nonce: Buffer.from(nonce, "base64url"),
    message: password,
  });
  return timingSafeEqual(actual, expected);
}
