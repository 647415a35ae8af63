import { createRequire } from "node:module";
import { isAbsolute, sep } from "node:path";
import { types } from "node:util";
import { compileFunction, SyntheticModule } from "node:vm";
import JestRuntime from "jest-runtime";

const ofPackages = `${sep}node_modules${sep}`;
/** Whose modules keep what they are told: each file has them for itself. */
const stateful = ["passport"].map((name) => `${ofPackages}${name}${sep}`);
const load = createRequire(import.meta.url);

/** Modules of packages as ours see them, by path. */
const shared = new Map();

/**
 * Jest's runtime, but packages are loaded by Node, once for all files of a worker and from its compile cache: loading
 * them anew was most of what a test file cost before its first test. Our own modules are each file's own, as ever.
 * All of it runs in Node's own realm (environment.mjs), so that a package's `Date` is ours.
 */
// biome-ignore lint/style/noDefaultExport: Jest takes the default export.
export default class extends JestRuntime {
  constructor(...given) {
    super(...given);
    const { esmLoader, executor } = this;
    esmLoader.getContext = () => undefined;
    const isEsm = esmLoader.pendingCjsBuildIsUnmarkedEsm.bind(esmLoader);
    esmLoader.pendingCjsBuildIsUnmarkedEsm = (pending) => !isShared(pending.modulePath) && isEsm(pending);
    const build = esmLoader.buildCjsAsEsmSyntheticModule.bind(esmLoader);
    esmLoader.buildCjsAsEsmSyntheticModule = (from, path) => {
      if (!isShared(path)) return build(from, path);
      if (!shared.has(path)) shared.set(path, ofNode(path) ?? build(from, path));
      return shared.get(path);
    };
    executor.compile = (code, filename) => {
      const importModuleDynamically = (specifier, _function, ...more) =>
        executor.dynamicImport(specifier, filename, undefined, ...more);
      return compileFunction(code, executor.injectedModuleParameters, { filename, importModuleDynamically });
    };
  }

  /** For packages it would have to outlive the file. */
  installGetBuiltinModule() {}

  unstable_shouldLoadAsEsm(path) {
    return !isShared(path) && super.unstable_shouldLoadAsEsm(path);
  }

  requireModuleOrMock(from, name) {
    return isAbsolute(name) && isShared(name) ? load(name) : super.requireModuleOrMock(from, name);
  }
}

function isShared(path) {
  return path.includes(ofPackages) && !path.endsWith(".json") && !stateful.some((name) => path.includes(name));
}

/** The ES module at a path; null when there is another kind, whose exports Jest finds out. */
function ofNode(identifier) {
  const exports = load(identifier);
  if (!types.isModuleNamespaceObject(exports)) return null;
  const names = Object.keys(exports);
  return new SyntheticModule(
    names,
    function () {
      for (const name of names) this.setExport(name, exports[name]);
    },
    { identifier },
  );
}
