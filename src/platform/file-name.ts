const maxChars = 255;
/** Most file systems count bytes; the browser adds a number to what it has already. */
const maxBytes = 200;

/**
 * The last segment of a path that anybody may have written, as a name that shows what it is: no control characters, no
 * signs that turn the direction of writing ("gpj.exe" shown as "exe.jpg"), no leading dots, nothing that a file system
 * refuses. The end is kept when it is too long: that is where the kind of file stands.
 * @returns "" when nothing is left.
 */
export function cleanFileName(name: string): string {
  const segment =
    name
      .slice(-4 * maxChars)
      .split(/[/\\]/)
      .pop() ?? "";
  const plain = segment
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]/gu, "")
    .replace(/[<>:"|?*]/g, "_")
    .replace(/\s+/g, " ")
    .replace(/^[. ]+|[. ]+$/g, "");
  return shortened(plain).trimStart();
}

function shortened(name: string): string {
  let rest = [...name].slice(-maxChars);
  while (Buffer.byteLength(rest.join("")) > maxBytes) rest = rest.slice(1);
  return rest.join("");
}
