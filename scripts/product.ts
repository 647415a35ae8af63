import type { RunningSandbox } from "../sandbox/server.ts";
import { type DemoSettings, demoEnvironment, needsSandbox, sandboxOptions } from "./demo-environment.ts";
import { playPhones } from "./opening-phones.ts";
import { seedDemo } from "./seed.ts";
import { startRoles } from "./serve.ts";
import type { Shutdown } from "./shutdown.ts";

/** The sandbox, the demo shop (once), then web and workers in this process. */
export async function startProduct(settings: DemoSettings, shutdown: Shutdown): Promise<void> {
  const sandboxed = needsSandbox(process.env);
  Object.assign(process.env, demoEnvironment(settings, process.env));
  const sandbox = sandboxed ? await startSandbox(settings, shutdown) : null;
  const { staffPassword, sealKey: sealKeys } = settings.secrets;
  const isNew = await seedDemo({ urls: settings.urls, sealKeys, staffPassword, isGuided: true });
  if (sandbox && isNew) for (const letter of openingLetters) sandbox.state.mail.submit(letter.from, letter);
  await startRoles(["web", "worker"], shutdown);
  if (sandbox && isNew)
    await playPhones(sandbox).catch((error: Error) => console.log(`No calls to look at: ${error.message}`));
}

async function startSandbox(settings: DemoSettings, shutdown: Shutdown): Promise<RunningSandbox> {
  const { startSandbox: start } = await import("../sandbox/server.ts");
  const { worldWithTexts } = await import("../sandbox/seed.ts");
  const sandbox = await start({ ...sandboxOptions(settings, process.env), world: worldWithTexts() });
  shutdown.onStop(() => sandbox.stop());
  return sandbox;
}

/** What waits in the inbox at the first look. */
const openingLetters = [
  {
    from: "sara.lindqvist@mail.example",
    to: "support@nordlys.example",
    subject: "Refund for the broken candle",
    text: "Hello,\n\nOne of the Fjord candles in order #1044 came broken and you kindly promised a refund. Has it been paid out? My bank shows nothing yet.\n\nSara",
  },
  {
    from: "tom.reed@mail.example",
    to: "support@nordlys.example",
    subject: "Do you ship to Ireland?",
    text: "Hi there,\n\nI would like to give a set of your candles to my sister in Cork. Do you ship to Ireland, and how long does it take?\n\nTom Reed",
  },
  {
    from: "jonas.vik@mail.example",
    to: "support@nordlys.example",
    subject: "Can I still change my address?",
    text: "Hi,\n\nI ordered an Aurora candle and a wick trimmer (#1043) but we are moving on Friday. Can you send it to Kirkegata 9 instead?\n\nThanks,\nJonas",
  },
];
