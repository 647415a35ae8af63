import { existsSync, readFileSync } from "node:fs";
import { Failure } from "../scripts/failure.ts";
import {
  type GuidanceContent,
  getWorkingCopy,
  guidanceContent,
  noGuidance,
  publishGuidance,
  saveGuidance,
} from "../src/domain/guidance/index.ts";
import type { Context } from "../src/domain/workspaces/index.ts";
import type { Scenario } from "./scenario.ts";

/**
 * Guidance to play under: a file as `GET /v1/guidance` answers it or its `content` alone, or the number of a published
 * version of the installation at PARLEY_URL, read with PARLEY_API_KEY (scope `settings:manage`).
 * @throws Failure that says what is wrong with it.
 */
export async function readGuidance(named: string): Promise<GuidanceContent> {
  const told: unknown = /^\d+$/.test(named) ? await fetchVersion(named) : JSON.parse(fileNamed(named));
  const { content = told } = Object(told) as { content?: unknown };
  const read = guidanceContent.safeParse(content);
  if (!read.success) throw new Failure(`${named} is no guidance: ${read.error.issues[0]?.message ?? ""}`);
  // A team of the merchant's: where this is played there is none.
  return { ...read.data, handOverTeamId: null };
}

function fileNamed(named: string): string {
  if (!existsSync(named)) throw new Failure(`There is no file ${named}, and it is no number of a version.`);
  return readFileSync(named, "utf8");
}

async function fetchVersion(number: string): Promise<unknown> {
  const { PARLEY_URL, PARLEY_API_KEY } = process.env;
  if (!PARLEY_URL || !PARLEY_API_KEY) {
    throw new Failure(`To read version ${number}, set PARLEY_URL and PARLEY_API_KEY; or name a file.`);
  }
  const answer = await fetch(new URL(`/v1/guidance/versions/${number}`, PARLEY_URL), {
    headers: { authorization: `Bearer ${PARLEY_API_KEY}` },
  });
  if (!answer.ok) throw new Failure(`Version ${number} could not be read from ${PARLEY_URL}: ${answer.status}`);
  return answer.json();
}

/** From now on the AI of this workspace is told this. */
export async function followGuidance(ctx: Context, content: GuidanceContent): Promise<void> {
  const { version: before } = await getWorkingCopy(ctx);
  const { version } = await saveGuidance(ctx, { version: before, content });
  await publishGuidance(ctx, { version });
}

/** What the scenario's merchant tells the AI; absent: nothing. */
export function guidanceOf(scenario: Scenario): GuidanceContent | undefined {
  const { guidance: about, reminds: followUpAfterDays, outreach = noGuidance.outreach } = scenario;
  if (about === "" && followUpAfterDays === null && scenario.outreach === undefined) return undefined;
  return { ...noGuidance, about, followUpAfterDays, outreach };
}
