export { type Actor, type Cause, type Context, sightOf, systemContext } from "./context.ts";
export { createWorkspace, getWorkspace } from "./create-workspace.ts";
export {
  type DirectoryEntry,
  findAllInDirectory,
  findInDirectory,
  listDirectory,
  registerInDirectory,
  removeFromDirectory,
} from "./directory.ts";
