/** From link to link of a list, beginning at the one that is open. */
export function moveFocus(list: HTMLElement | null, by: 1 | -1): void {
  const links = [...(list?.querySelectorAll<HTMLElement>("a") ?? [])];
  const now = links.findIndex((link) => link.matches(":focus"));
  const from = now >= 0 ? now : links.findIndex((link) => link.ariaCurrent === "true");
  const next = from < 0 ? 0 : Math.max(0, Math.min(links.length - 1, from + by));
  links[next]?.focus();
}
