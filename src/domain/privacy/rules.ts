/** How a person is found in what others wrote and in what came from outside. */
export interface Sought {
  /** Email addresses and phone numbers. */
  addresses: string[];
  /** What shops call her and her orders. */
  shopIds: string[];
}

const put = "[erased]";

/** Replaces addresses in a text, also as links and HTML write them. */
export function redactorOf(addresses: readonly string[]): (text: string) => string {
  const pattern = patternOf(addresses);
  return (text) => (pattern ? text.replace(pattern, put) : text);
}

/** Patterns of SQL's LIKE, for lower-case text: every text that `redactorOf` changes fits one, and few others. */
export function likeOf(addresses: readonly string[]): string[] {
  return addresses.map((address) => {
    const parts = address
      .toLowerCase()
      .split("@")
      .map((part) => part.replace(/[\\%_]/g, "\\$&"));
    return `%${parts.join("%")}%`;
  });
}

/**
 * Whether a JSON value names one of these, in any of its texts. Mail lies in it as base64url, with its headers in clear
 * inside: what can be read as base64 is looked into as well.
 */
export function finderOf({ addresses, shopIds }: Sought): (value: unknown) => boolean {
  const pattern = patternOf([...addresses, ...shopIds]);
  return (value) => {
    const waiting: unknown[] = [value];
    while (pattern && waiting.length > 0) {
      const one = waiting.pop();
      if (typeof one === "string" && readings(one).some((text) => text.search(pattern) >= 0)) return true;
      if (typeof one === "object" && one !== null) waiting.push(...Object.values(one));
    }
    return false;
  };
}

const base64 = /^[\w+/-]{24,}={0,2}$/;

function readings(text: string): string[] {
  return base64.test(text) ? [text, Buffer.from(text, "base64url").toString("latin1")] : [text];
}

/** Whole ones only: the address of somebody whose name ends alike is another address. */
function patternOf(sought: readonly string[]): RegExp | null {
  if (sought.length === 0) return null;
  const any = sought.map((one) => literal(one).replaceAll("@", "(?:@|%40|&#0*64;|&#x0*40;|&commat;)")).join("|");
  return new RegExp(`(?<![\\p{L}\\p{N}._+-])(?:${any})(?![\\p{L}\\p{N}_-]|\\.[\\p{L}\\p{N}])`, "giu");
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
