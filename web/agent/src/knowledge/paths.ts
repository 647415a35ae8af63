/** Where the shop's articles are; the id of one, or "new", may follow. */
export const knowledgePath = "/knowledge";
/** The pages on which shoppers read. */
export const helpCenterPath = "/knowledge/help-center";
/** The id of a table, or "new", may follow. */
export const tablesPath = "/knowledge/tables";
/** The id of a proposed answer may follow. */
export const proposedPath = "/knowledge/proposed";
/** What of what is missing may follow. */
export const missingPath = "/knowledge/missing";
