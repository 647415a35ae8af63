import { openBenchDatabase } from "./cluster.ts";
import { benchTexts } from "./twilio/texts.ts";

/** What we claim of Twilio: how fast texts are taken in. */
const bench = await openBenchDatabase();
try {
  await benchTexts(bench);
} finally {
  await bench.close();
}
