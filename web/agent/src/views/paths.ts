/** Where views are made and changed. */
export const viewsPath = "/views";
