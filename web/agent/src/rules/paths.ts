/** Where the rules are; the id of one, or "new", may follow. */
export const rulesPath = "/rules";
