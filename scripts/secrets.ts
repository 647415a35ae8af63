import { randomBytes } from "node:crypto";
import { chmod, readFile, writeFile } from "node:fs/promises";
import { z } from "zod";
import { Failure } from "./failure.ts";

const secretsSchema = z.object({
  sessionSecret: z.string().min(32),
  sealKey: z.string().min(44),
  databasePassword: z.string().min(32),
  staffPassword: z.string().min(10),
  googleClientSecret: z.string().min(16),
  shopifyApiSecret: z.string().min(16),
});

/** What an embedded Parley keeps to itself. */
export type Secrets = z.infer<typeof secretsSchema>;

/**
 * The secrets in `file`, made up on the first start; only its owner may read the file.
 * @throws Failure when the file is there but is not ours.
 */
export async function loadSecrets(file: string): Promise<Secrets> {
  const found = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw new Failure(`${file} cannot be read (${error.code}).`);
  });
  if (found === null) return makeSecrets(file);
  const parsed = secretsSchema.safeParse(parseJson(found));
  if (!parsed.success) throw new Failure(`${file} is damaged; put it back, or start over with: npm start -- --reset`);
  await chmod(file, 0o600);
  return parsed.data;
}

async function makeSecrets(file: string): Promise<Secrets> {
  const secrets: Secrets = {
    sessionSecret: randomBytes(32).toString("base64url"),
    sealKey: randomBytes(32).toString("base64"),
    databasePassword: randomBytes(24).toString("hex"),
    staffPassword: randomBytes(9).toString("base64url"),
    googleClientSecret: randomBytes(24).toString("base64url"),
    shopifyApiSecret: randomBytes(24).toString("hex"),
  };
  await writeFile(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
