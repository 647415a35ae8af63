import { openBenchDatabase } from "./cluster.ts";
import { benchCalls } from "./twilio/calls.ts";
import { benchTexts } from "./twilio/texts.ts";

/** What we claim of Twilio: how fast texts are taken in, and how many callers one process holds at once. */
const bench = await openBenchDatabase();
try {
  await benchTexts(bench);
  await benchCalls(bench);
} finally {
  await bench.close();
}
