import { eq } from "drizzle-orm";
import { newId } from "../../platform/ids.ts";
import { allow } from "../access/index.ts";
import { inTransaction, listenTo } from "../events/index.ts";
import type { Context } from "../workspaces/index.ts";
import { getSurveySetting, type Setting } from "./queries.ts";
import { surveySettings } from "./tables.ts";

/** Has customers asked how it was after their conversation is closed, or not any more. Safe to repeat. */
export async function setSurvey(ctx: Context, { isOn, delayMinutes }: Setting): Promise<Setting> {
  allow(ctx, "settings:manage");
  return inTransaction(ctx, async (tx) => {
    const { workspaceId } = tx;
    // The row is there first, so that two at once see each other's change.
    await tx.q
      .insert(surveySettings)
      .values({ workspaceId, id: newId(), isOn: false, delayMinutes })
      .onConflictDoNothing({ target: [surveySettings.workspaceId] });
    const isThis = eq(surveySettings.workspaceId, workspaceId);
    const [before] = await tx.q.select().from(surveySettings).where(isThis).for("update");
    await tx.q.update(surveySettings).set({ isOn, delayMinutes }).where(isThis);
    const [from, to] = [before!, { isOn, delayMinutes }].map((one) =>
      one.isOn ? `on, ${one.delayMinutes} min` : "off",
    );
    if (from !== to) tx.emit({ name: "survey.changed", data: { from: from!, to: to! } });
    await listenTo(tx, { queue: "surveys", events: isOn ? ["conversation.closed"] : [] });
    return getSurveySetting(tx);
  });
}
