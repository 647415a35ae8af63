export { fillIn } from "./fill-in.ts";
export { placeholdersIn, problemsOf, type Rendered, variables } from "./template.ts";
