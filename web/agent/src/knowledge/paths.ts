/** Where the shop's articles are; the id of one, or "new", may follow. */
export const knowledgePath = "/knowledge";
