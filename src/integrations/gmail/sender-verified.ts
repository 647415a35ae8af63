import type { MailHeader } from "./mime.ts";

/** Who checks mail for Gmail: anybody can write such a header, but only Google's stands above the sender's own. */
const checkedBy = "mx.google.com";

/**
 * Whether Google found that a mail comes from the domain it names as its sender: by DMARC, or where the domain has no
 * such policy by a DKIM signature or an SPF pass of that domain. Null when Google did not say.
 *
 * Sources: RFC 8601 (the header), RFC 7489 3.1 (alignment).
 */
export function senderVerified(headers: readonly MailHeader[], sender: string): boolean | null {
  const header = headers.find(({ name }) => name === "authentication-results")?.value ?? "";
  const [authority = "", ...results] = withoutComments(header).split(";");
  if (authority.trim().toLowerCase() !== checkedBy) return null;
  // A quoted address of the envelope could hold what looks like a result.
  if (/["\\]/.test(header)) return false;
  const domain = domainOf(sender);
  const dmarc = results.flatMap((result) => /^\s*dmarc\s*=\s*(\w+)/i.exec(result)?.[1]?.toLowerCase() ?? []);
  if (dmarc.some((verdict) => verdict.endsWith("error"))) return null;
  const checked = dmarc.filter((verdict) => verdict !== "none");
  if (checked.length > 0) return checked.every((verdict) => verdict === "pass") && namesOnly(results, domain);
  return results.some((result) => passesFor(result, domain));
}

/** Two readers of a mail with several senders may choose different ones. */
function namesOnly(results: readonly string[], domain: string): boolean {
  const named = results.flatMap((result) => /\bheader\.from=(\S+)/i.exec(result)?.[1] ?? []);
  return named.every((one) => one.toLowerCase() === domain);
}

function passesFor(result: string, domain: string): boolean {
  const by =
    /^\s*dkim\s*=\s*pass\b.*?\bheader\.[id]=(\S+)/i.exec(result)?.[1] ??
    /^\s*spf\s*=\s*pass\b.*?\bsmtp\.mailfrom=(\S+)/i.exec(result)?.[1];
  return by !== undefined && isAligned(domainOf(by), domain);
}

/** The same domain, or one below the other. */
function isAligned(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.includes(".") && (long === short || long.endsWith(`.${short}`));
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1).toLowerCase();
}

/** Comments may hold results of others: "arc=pass (… dmarc=pass …)". */
function withoutComments(value: string): string {
  let depth = 0;
  let kept = "";
  for (const letter of value) {
    if (letter === "(") depth++;
    else if (letter === ")") depth = Math.max(0, depth - 1);
    else if (depth === 0) kept += letter;
  }
  return kept;
}
