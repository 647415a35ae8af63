/** Of a cart, and of the pages kept. */
export const most = { lines: 100, pages: 20, url: 2000, title: 300 } as const;
