import type { Request } from "express";
import ipaddr from "ipaddr.js";

/**
 * Whom a request is counted for where nobody is known: its address. Who has an IPv6 address has a whole /64 to choose
 * from, so that counts as one; an IPv4 address is the same however the socket writes it.
 */
export function networkOf({ ip = "unknown" }: Pick<Request, "ip">): string {
  if (!ipaddr.isValid(ip)) return ip;
  const address = ipaddr.process(ip);
  if (address instanceof ipaddr.IPv4) return address.toString();
  return address.parts
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(":");
}
