import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { z } from "zod";
import { addMember, registerUser } from "../src/domain/access/index.ts";
import { createWorkspace, systemContext } from "../src/domain/workspaces/index.ts";
import { type Database, openDatabase } from "../src/platform/db.ts";
import { AppError } from "../src/platform/errors.ts";
import { databaseUrls } from "./existing-database.ts";
import { Failure, runMain } from "./failure.ts";

const usage =
  'Usage: npm run create-workspace -- --name "Nordlys Candles" --owner "Ada Holm" --email ada@nordlys.example';

const shape = z.strictObject({
  name: z.string().trim().min(1).max(100),
  owner: z.string().trim().min(1).max(100),
  email: z.email(),
});
type Wanted = z.output<typeof shape>;

/**
 * Opens the account of a merchant who does not come by way of Shopify, with its first person.
 * @returns the password, which is kept nowhere.
 * @throws Failure for an email that somebody has already: nothing is made then.
 */
export async function openAccount(db: Database, { name, owner, email }: Wanted): Promise<string> {
  const password = randomBytes(15).toString("base64url");
  const user = await registerUser(db, { name: owner, email, password }).catch((cause: unknown) => {
    if (cause instanceof AppError) throw new Failure(`${cause.message}: ${email}. Nothing was made.`, { cause });
    throw cause;
  });
  const { id } = await createWorkspace(db, { name });
  await addMember(systemContext(db, id, "create-workspace"), { user, role: "owner" });
  return password;
}

async function main(): Promise<number> {
  const wanted = readArguments();
  const db = openDatabase({ ...(await databaseUrls()), maxConnections: 2 });
  try {
    const password = await openAccount(db, wanted);
    console.log(`${wanted.name} is open. Log in as ${wanted.email} with ${password}; it is shown only here.`);
    return 0;
  } finally {
    await db.close();
  }
}

function readArguments(): Wanted {
  try {
    const options = { name: { type: "string" }, owner: { type: "string" }, email: { type: "string" } } as const;
    return shape.parse(parseArgs({ options }).values);
  } catch (cause) {
    throw new Failure(usage, { cause });
  }
}

if (import.meta.main) void runMain(main);
