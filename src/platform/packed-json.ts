import { promisify } from "node:util";
import { constants, zstdCompress, zstdCompressSync, zstdDecompressSync } from "node:zlib";

/** How every zstd frame begins (RFC 8878); no JSON does. */
const frame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
/** PostgreSQL takes rows below this as they are, so there is nothing to win. */
const leastBytes = 2000;
/** Above this the process has other things to do meanwhile. */
const mostBytesAtOnce = 256 * 1024;
const compress = promisify(zstdCompress);

/** JSON in UTF-8 as it is kept where nobody asks for a part of it. */
export async function packJson(bytes: Buffer): Promise<Buffer> {
  if (bytes.length < leastBytes) return bytes;
  const settings = {
    chunkSize: 4096,
    pledgedSrcSize: bytes.length,
    params: { [constants.ZSTD_c_compressionLevel]: 1 },
  };
  return bytes.length > mostBytesAtOnce ? compress(bytes, settings) : zstdCompressSync(bytes, settings);
}

/** @throws SyntaxError when it is no JSON. */
export function unpackJson(packed: Buffer): unknown {
  return JSON.parse(unpackText(packed));
}

/** Also of what was never packed. */
export function unpackText(packed: Buffer): string {
  const isFrame = packed.subarray(0, frame.length).equals(frame);
  return (isFrame ? zstdDecompressSync(packed) : packed).toString("utf8");
}
