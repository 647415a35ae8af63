import { and, desc, eq, lt } from "drizzle-orm";
import { builtOnce, type Given } from "../../platform/built-once.ts";
import { NotFound } from "../../platform/errors.ts";
import { allow } from "../access/index.ts";
import { read } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { type GuidanceContent, noGuidance } from "./content.ts";
import { type GuidanceVersion, guidance, guidanceVersions, type WorkingCopy } from "./tables.ts";

/** What a turn goes by. */
export interface Guidance {
  /** Null: nothing was ever published. */
  versionId: string | null;
  content: GuidanceContent;
}

/** For the product's own work. */
export async function publishedGuidance(ctx: Context): Promise<Guidance> {
  const row = await findPublished(ctx);
  return row ? { versionId: row.id, content: row.content } : { versionId: null, content: noGuidance };
}

export async function findPublished(ctx: Context): Promise<GuidanceVersion | null> {
  const [row] = await read(ctx, (q) => newestVersion(q, { workspaceId: ctx.workspaceId }));
  return row ?? null;
}

const newestVersion = builtOnce((q, given: Given<{ workspaceId: string }>) =>
  q
    .select()
    .from(guidanceVersions)
    .where(eq(guidanceVersions.workspaceId, given.workspaceId))
    .orderBy(desc(guidanceVersions.number))
    .limit(1),
);

/** What a turn went by; null: nothing was published. For the product's own work. @throws NotFound */
export async function guidanceOf(ctx: Context, versionId: string | null): Promise<Guidance> {
  if (versionId === null) return { versionId, content: noGuidance };
  const [row] = await read(ctx, (q) =>
    q
      .select()
      .from(guidanceVersions)
      .where(and(eq(guidanceVersions.workspaceId, ctx.workspaceId), eq(guidanceVersions.id, versionId))),
  );
  if (!row) throw new NotFound("Guidance version", versionId);
  return { versionId, content: row.content };
}

/** Newest first; `before` is the number of the last one of the page before. */
export async function listGuidanceVersions(
  ctx: Context,
  { before, limit }: { before?: number; limit: number },
): Promise<GuidanceVersion[]> {
  allow(ctx, "settings:manage");
  const { workspaceId, number } = guidanceVersions;
  return read(ctx, (q) =>
    q
      .select()
      .from(guidanceVersions)
      .where(and(eq(workspaceId, ctx.workspaceId), before === undefined ? undefined : lt(number, before)))
      .orderBy(desc(number))
      .limit(limit),
  );
}

/** @throws NotFound */
export async function getGuidanceVersion(ctx: Context, wanted: number): Promise<GuidanceVersion> {
  allow(ctx, "settings:manage");
  const [row] = await read(ctx, (q) =>
    q
      .select()
      .from(guidanceVersions)
      .where(and(eq(guidanceVersions.workspaceId, ctx.workspaceId), eq(guidanceVersions.number, wanted))),
  );
  if (!row) throw new NotFound("Guidance version", String(wanted));
  return row;
}

/** Version 0 and empty before anything was saved. */
export async function getWorkingCopy(
  ctx: Context,
): Promise<Pick<WorkingCopy, "content" | "version"> & { updatedAt: Date | null }> {
  allow(ctx, "settings:manage");
  const [row] = await read(ctx, (q) => q.select().from(guidance).where(eq(guidance.workspaceId, ctx.workspaceId)));
  return row ?? { content: noGuidance, version: 0, updatedAt: null };
}
