// `node scripts/run.mjs FILE …`: any of our TypeScript programs, from any Node ≥ 20, on a checkout without node_modules.
import { runUnderNode24 } from "./bootstrap.mjs";

await runUnderNode24(...process.argv.slice(2));
