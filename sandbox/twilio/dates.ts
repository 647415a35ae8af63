/** "Thu, 30 Jul 2015 20:12:31 +0000", as 2010-04-01 writes a moment. */
export function rfc2822(at: Date): string {
  return at.toUTCString().replace("GMT", "+0000");
}

/** "2015-07-30T20:12:31Z", as the younger products do. */
export function seconds(at: Date): string {
  return at.toISOString().replace(/\.\d+Z$/, "Z");
}
