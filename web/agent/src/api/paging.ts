/** Before any cursor: the first page of a list. */
export const firstPage: { cursor: string | null } = { cursor: null };
