import { relative, sep } from "node:path";
import Sequencer from "@jest/test-sequencer";

/** Whose files start browsers or several processes and take long. */
const heavyFolders = new Set(["crash", "browser", "proof"]);

/**
 * Jest's own order, but for the heavy files: several of them at once would starve each other, and one that is begun last
 * would keep everybody waiting. So they are spread evenly, and the last stretch has none.
 */
// biome-ignore lint/style/noDefaultExport: Jest takes the default export.
export default class extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const heavy = sorted.filter(isHeavy);
    const light = sorted.filter((test) => !isHeavy(test));
    const between = Math.floor((light.length * 0.85) / heavy.length);
    return [
      ...heavy.flatMap((test, n) => [test, ...light.slice(n * between, (n + 1) * between)]),
      ...light.slice(heavy.length * between),
    ];
  }
}

function isHeavy({ path, context }) {
  const [, folder] = relative(context.config.rootDir, path).split(sep);
  return heavyFolders.has(folder);
}
