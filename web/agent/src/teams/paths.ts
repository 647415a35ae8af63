/** Where teams are managed; the id of one, or "new", may follow. */
export const teamsPath = "/teams";
