/** Where the team's canned replies are; the id of one, or "new", may follow. */
export const cannedRepliesPath = "/canned-replies";
