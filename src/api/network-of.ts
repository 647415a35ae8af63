import { isIPv6 } from "node:net";
import type { Request } from "express";

/**
 * Whom a request is counted for where nobody is known: its address. Who has an IPv6 address has a whole /64 to choose
 * from, so that counts as one; an IPv4 address is the same however the socket writes it.
 */
export function networkOf({ ip = "unknown" }: Pick<Request, "ip">): string {
  const address = ip.replace(/%.*$/, "");
  const mapped = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [left = [], right = []] = address.split("::").map((part) => part.split(":").filter((group) => group !== ""));
  const zeros = Array<string>(8 - left.length - right.length).fill("0");
  const groups = [...left, ...zeros, ...right].slice(0, 4);
  return groups.map((group) => Number.parseInt(group, 16).toString(16)).join(":");
}
