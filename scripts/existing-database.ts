import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { findRunningCluster } from "./embedded-postgres.ts";
import { Failure } from "./failure.ts";
import { loadSecrets } from "./secrets.ts";

const folder = resolve(process.env.PARLEY_HOME || fileURLToPath(new URL("../.parley", import.meta.url)));

/** The database of the environment, else the one that `npm start` runs. */
export async function databaseUrls(): Promise<{ appUrl: string; systemUrl: string }> {
  const { DATABASE_URL: appUrl, DATABASE_SYSTEM_URL: systemUrl } = process.env;
  if (appUrl && systemUrl) return { appUrl, systemUrl };
  if (appUrl) throw new Failure("With DATABASE_URL, set DATABASE_SYSTEM_URL.");
  const cluster = await findRunningCluster(join(folder, "postgres"));
  if (!cluster) throw new Failure("Start Parley first (npm start), or set DATABASE_URL and DATABASE_SYSTEM_URL.");
  const { databasePassword } = await loadSecrets(join(folder, "secrets.json"));
  const urlOf = (role: string) => `postgres://${role}:${databasePassword}@${cluster.host}:${cluster.port}/parley`;
  return { appUrl: urlOf("parley_app"), systemUrl: urlOf("parley_system") };
}
