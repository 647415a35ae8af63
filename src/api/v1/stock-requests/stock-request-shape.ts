import { z } from "zod";
import { type StockRequest, stockRequestStates } from "../../../domain/stock-requests/index.ts";

export const stockRequestShape = z
  .object({
    id: z.uuid(),
    conversationId: z.uuid().describe("Where she asked, and where she is told."),
    connectionId: z.uuid().describe("The shop."),
    variantId: z.string().describe("The shop's own id of the goods."),
    title: z.string().describe("The goods, as they were called when she asked."),
    state: z
      .enum(stockRequestStates)
      .describe("open: she waits. met: she was told that it is there. ended: nobody tells her any more."),
    createdAt: z.iso.datetime().describe("When she asked."),
    metAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "StockRequest" });

export function showStockRequest(row: StockRequest): z.input<typeof stockRequestShape> {
  const { id, conversationId, connectionId, variantExternalId: variantId, title, state, createdAt, metAt } = row;
  return {
    ...{ id, conversationId, connectionId, variantId, title, state },
    ...{ createdAt: createdAt.toISOString(), metAt: metAt?.toISOString() ?? null },
  };
}
