import { z } from "zod";
import { markNotBought, markNotReleased } from "../src/domain/numbers/index.ts";
import { readNumbers } from "../src/inbound/numbers.ts";
import { buyNumber, returnNumber, setUpNumber } from "../src/outbound/numbers.ts";
import { defineWorker } from "./define-worker.ts";

const connection = z.object({ connectionId: z.uuid() });
const number = connection.extend({ numberId: z.uuid() });
const given = number.partial();

/** Numbers are bought, set up and given back, and looked at; those of one connection one after the other. */
export const numbers = defineWorker("numbers", {
  concurrency: 4,
  orderingField: "connectionId",
  on: {
    "connection.connected": readNumbers,
    "number.ordered": buyNumber,
    "number.bought": async (ctx, bought) => {
      await setUpNumber(ctx, bought);
      await readNumbers(ctx, bought);
    },
    "number.release_requested": returnNumber,
  },
  jobs: {
    "numbers.read": (ctx, payload) => readNumbers(ctx, connection.parse(payload)),
    "number.set_up": async (ctx, payload) => {
      await setUpNumber(ctx, number.parse(payload));
      await readNumbers(ctx, number.parse(payload));
    },
  },
  async giveUp(ctx, payload, reason) {
    const { numberId } = given.parse(payload);
    if (!numberId) return;
    const told = `It is not certain what became of it (${reason}): look in the account before you order it again`;
    await markNotBought(ctx, { numberId, reason: told });
    await markNotReleased(ctx, { numberId, reason: told });
  },
});
