import { eq } from "drizzle-orm";
import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { inTransaction, type TxContext } from "../events/index.ts";
import { type Context, registerInDirectory } from "../workspaces/index.ts";
import { type HelpCenterSetting, settingOf } from "./queries.ts";
import { checkName, checkSlug, mostFormerSlugs } from "./rules.ts";
import { type HelpCenter, helpCenters } from "./tables.ts";

/**
 * Opens the workspace's help centre, closes it, names it or moves it to another address; the addresses before lead there
 * too. Safe to repeat.
 * @throws AppError("invalid_input") for an address or a name that cannot be; see `checkSlug`.
 * @throws AppError("conflict") with `details.reason` "address_taken" or "too_many_addresses".
 */
export async function setHelpCenter(
  ctx: Context,
  given: { isOpen: boolean; slug: string; name: string },
): Promise<HelpCenterSetting> {
  allow(ctx, "knowledge:manage");
  const [slug, name] = [checkSlug(given.slug), checkName(given.name)];
  return inTransaction(ctx, async (tx) => {
    const before = await lockHelpCenter(tx, { slug, name });
    await takeAddress(tx, slug, before.id);
    const others = [...before.formerSlugs, before.slug].filter((one) => one !== slug);
    const formerSlugs = [...new Set(others)];
    if (formerSlugs.length > mostFormerSlugs) {
      throw new AppError("conflict", "This help centre had ten addresses already: go back to one of them", {
        details: { reason: "too_many_addresses", formerSlugs },
      });
    }
    const openedAt = given.isOpen ? (before.openedAt ?? now()) : null;
    const [row] = await tx.q
      .update(helpCenters)
      .set({ slug, name, formerSlugs, openedAt })
      .where(eq(helpCenters.workspaceId, tx.workspaceId))
      .returning();
    const [from, to] = [before, row!].map((one) => (one.openedAt === null ? "closed" : "open"));
    const isSame = from === to && before.slug === slug && before.name === name;
    if (!isSame) tx.emit({ name: "help_center.changed", data: { from: from!, to: to! } });
    return settingOf(row!);
  });
}

/** The row is there first, so that two at once see each other's change. */
async function lockHelpCenter(tx: TxContext, named: { slug: string; name: string }): Promise<HelpCenter> {
  const { workspaceId } = tx;
  await tx.q
    .insert(helpCenters)
    .values({ workspaceId, id: newId(), formerSlugs: [], openedAt: null, ...named })
    .onConflictDoNothing({ target: [helpCenters.workspaceId] });
  const [row] = await tx.q.select().from(helpCenters).where(eq(helpCenters.workspaceId, workspaceId)).for("update");
  return row!;
}

async function takeAddress(tx: TxContext, slug: string, rowId: string): Promise<void> {
  try {
    await registerInDirectory(tx, { kind: "help_center", key: slug, rowId });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "conflict") throw error;
    const message = `“${slug}” is another shop's address already: add a word to it, such as “${slug}-help”`;
    throw new AppError("conflict", message, { details: { field: "slug", reason: "address_taken" } });
  }
}
