import { types } from "node:util";
import vm from "node:vm";
import { TestEnvironment } from "jest-environment-node";

const createContext = vm.createContext;

/**
 * Node, with three mends: a global such as `Object` is looked up as anywhere else, not through a proxy, which took a
 * quarter of the time of whatever asks the database; what a test file opened through `closeAtEnd` is closed after the
 * file's own last hook, in reverse order; and `instanceof Error` holds for the errors of Node's own modules, which Jest's sandbox would deny.
 */
// biome-ignore lint/style/noDefaultExport: Jest takes the default export.
export default class extends TestEnvironment {
  constructor(...given) {
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...given);
    } finally {
      vm.createContext = createContext;
    }
  }

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
