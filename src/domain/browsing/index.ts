export { noteBrowsing } from "./note-browsing.ts";
export { getBrowsing } from "./queries.ts";
export { most } from "./rules.ts";
export type { Browsing } from "./tables.ts";
