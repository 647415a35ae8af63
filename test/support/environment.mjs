import { ModuleMocker } from "jest-mock";

/**
 * Node itself, not a sandbox in it: what is tested shares its realm with the packages, which are loaded once for many
 * files (runtime.mjs). What a file opened through `closeAtEnd` is closed after its own last hook, in reverse order; then
 * what it left among the globals, in the environment and at the process is taken back. There are no fake timers.
 */
// biome-ignore lint/style/noDefaultExport: Jest takes the default export.
export default class {
  global = globalThis;
  moduleMocker = new ModuleMocker(globalThis);
  #takeBack = [globals(), environment(), listeners()];

  /** Read by Jest, and not used by our runtime. */
  getVmContext() {
    return globalThis;
  }

  exportConditions() {
    return ["node", "node-addons"];
  }

  async setup() {}

  async handleTestEvent(event) {
    if (event.name !== "run_finish") return;
    const closers = globalThis.parleyClosers ?? [];
    for (const close of closers.reverse()) await close();
  }

  async teardown() {
    for (const back of this.#takeBack) back();
  }
}

function globals() {
  const before = Object.getOwnPropertyDescriptors(globalThis);
  return () => {
    for (const key of Reflect.ownKeys(globalThis)) {
      const now = Object.getOwnPropertyDescriptor(globalThis, key);
      if (!now.configurable) continue;
      if (!Object.hasOwn(before, key)) delete globalThis[key];
      else if (now.value !== before[key].value) Object.defineProperty(globalThis, key, before[key]);
    }
  };
}

function environment() {
  const before = { ...process.env };
  const { exit } = process;
  const folder = process.cwd();
  return () => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
    process.exit = exit; // Jest puts one around it for each file.
    process.exitCode = undefined;
    process.chdir(folder);
  };
}

/** But for those of "exit": packages want to be told, and are loaded only once. */
function listeners() {
  const before = new Map(process.eventNames().map((name) => [name, process.rawListeners(name)]));
  return () => {
    for (const name of process.eventNames().filter((name) => name !== "exit")) {
      const added = process.rawListeners(name).filter((listener) => !before.get(name)?.includes(listener));
      for (const listener of added) process.removeListener(name, listener);
    }
  };
}
