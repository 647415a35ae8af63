import { readSwitches, standingOf } from "../../domain/tool-switches/index.ts";
import type { Context } from "../../domain/workspaces/index.ts";
import { businessHours } from "./business-hours.ts";
import { deskTools } from "./desk-tools.ts";
import { externalTools } from "./external/external-tools.ts";
import { findOrders } from "./find-orders.ts";
import { getConversation } from "./get-conversation.ts";
import { getOrder } from "./get-order.ts";
import { lookupTable } from "./lookup-table.ts";
import { confirm, listProposals } from "./proposals/confirm.ts";
import { giftProposals } from "./proposals/gift-tools.ts";
import { orderProposals } from "./proposals/order-tools.ts";
import { remember } from "./remember.ts";
import { cartLink } from "./sales/cart-link.ts";
import { searchProducts } from "./sales/search-products.ts";
import { tellWhenBackFor } from "./sales/tell-when-back.ts";
import { searchKnowledge } from "./search-knowledge.ts";
import { sendCodeFor } from "./send-code.ts";
import type { Grant, Tool } from "./tool.ts";

/** All that comes with the product; a new tool is a line here. */
export const tools: readonly Tool[] = [
  ...[
    findOrders,
    getOrder,
    getConversation,
    searchKnowledge,
    lookupTable,
    searchProducts,
    cartLink,
    businessHours,
    listProposals,
  ],
  ...deskTools,
  remember,
  ...[...orderProposals, ...giftProposals, confirm],
];

/**
 * What a turn is shown: everything that is switched on. What takes a higher assurance is shown too, so that the model
 * knows what it could do for a customer who has proved who she is.
 */
export async function toolsFor(ctx: Context, grant: Grant): Promise<readonly Tool[]> {
  const [switches, ...more] = await Promise.all([
    readSwitches(ctx),
    sendCodeFor(ctx, grant),
    tellWhenBackFor(ctx),
    externalTools(ctx),
  ]);
  if (switches.stop) return [];
  const all = [...tools, ...more.flat()];
  return all.flatMap((tool) => {
    const { isOn, needs } = standingOf(switches, tool);
    return isOn ? [{ ...tool, needs }] : [];
  });
}
