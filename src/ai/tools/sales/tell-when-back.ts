import { z } from "zod";
import { variantsByRef } from "../../../domain/commerce/index.ts";
import { publishedGuidance } from "../../../domain/guidance/index.ts";
import { askWhenBack } from "../../../domain/stock-requests/index.ts";
import { builtIn } from "../../../domain/tool-switches/index.ts";
import type { Context } from "../../../domain/workspaces/index.ts";
import { whenBack } from "../../promised-news.ts";
import { readVariants, variantRef } from "../proposals/variants-named.ts";
import { defineTool, refusal, type Tool } from "../tool.ts";

const tellWhenBack = defineTool({
  ...builtIn("tell_when_back"),
  description:
    "Has the customer told when something that is sold out now is there again. Only when she asks for it or says yes to it. One variant as search_products has shown it in this turn: “v44012345”. Promise her no more than `promise` says.",
  input: z.strictObject({ variant: z.string() }),
  may: ["customers:write"],
  async run({ ctx, customerId, conversationId, evidence }, { variant: written }) {
    const [{ ref } = { ref: "" }, ...more] = readVariants(written);
    const isShown = evidence.facts.some((fact) => fact.includes(`"variant":"${variantRef(ref)}"`));
    const found = isShown && more.length === 0 ? (await variantsByRef(ctx, { refs: [ref] })).get(ref) : undefined;
    if (!found)
      throw refusal("bad_variants", "Name one variant as search_products has shown it in this turn: “v44012345”");
    const { connectionId, externalId: variantId } = found;
    const { title } = await askWhenBack(ctx, { customerId, conversationId, connectionId, variantId });
    const told = { goods: title, promise: whenBack };
    evidence.facts.push(JSON.stringify(told));
    return told;
  },
});

/** Nobody is promised what the shop does not do. */
export async function tellWhenBackFor(ctx: Context): Promise<Tool[]> {
  const { outreach } = (await publishedGuidance(ctx)).content;
  return outreach?.backInStock ? [tellWhenBack] : [];
}
