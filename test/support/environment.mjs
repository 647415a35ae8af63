import { types } from "node:util";
import { TestEnvironment } from "jest-environment-node";

/**
 * Node, with two mends: what a test file opened through `closeAtEnd` is closed after the file's own last hook, in
 * reverse order; and `instanceof Error` holds for the errors of Node's own modules, which Jest's sandbox would deny.
 */
// biome-ignore lint/style/noDefaultExport: Jest takes the default export.
export default class extends TestEnvironment {
  async setup() {
    await super.setup();
    const { Error: sandboxError, Function: sandboxFunction } = this.global;
    const ordinary = sandboxFunction.prototype[Symbol.hasInstance];
    Object.defineProperty(sandboxError, Symbol.hasInstance, {
      value(candidate) {
        return ordinary.call(this, candidate) || (this === sandboxError && types.isNativeError(candidate));
      },
    });
  }

  async handleTestEvent(event) {
    if (event.name !== "run_finish") return;
    const closers = this.global.parleyClosers ?? [];
    for (const close of closers.reverse()) await close();
  }
}
