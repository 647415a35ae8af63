export const shopsPath = "/settings/shops";
/** What waits there is named behind the #, which no server and no log sees. */
export const claimPath = "/claim";
