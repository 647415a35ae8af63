declare global {
  /** Read by the Jest environment when all tests and hooks of a file are done. */
  var parleyClosers: (() => Promise<void>)[] | undefined;
}

/** Closes something after the last test and hook of this file. May be called anywhere, hooks and tests included. */
export function closeAtEnd(close: () => Promise<void>): void {
  globalThis.parleyClosers ??= [];
  globalThis.parleyClosers.push(close);
}
