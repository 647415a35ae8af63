import { relative, sep } from "node:path";
import Sequencer from "@jest/test-sequencer";

/** Folders whose files take long, mostly waiting: begun last, one of them alone would keep everybody waiting. */
const slow = ["crash", "browser", "proof", "pipeline.test.ts", "inbound", "api"];

/** The slow ones first, so that the quick ones fill the gaps at the end; otherwise Jest's own order. */
// biome-ignore lint/style/noDefaultExport: Jest takes the default export.
export default class extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
}

function rank({ path, context }) {
  const [, first] = relative(context.config.rootDir, path).split(sep);
  const found = slow.indexOf(first);
  return found < 0 ? slow.length : found;
}
