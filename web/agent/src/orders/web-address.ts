/** The shop's data decides where a link goes; only to the web, never to a script. */
export function isWebAddress(url: string): boolean {
  return /^https?:\/\//i.test(url);
}
