import { promisify } from "node:util";
import { constants, zstdCompress, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { compressSync, uncompressSync } from "lz4-napi";

/** How a packed text begins, which no JSON does: an LZ4 block of ours behind its own length, or a zstd frame (RFC 8878). */
const lz4Block = Buffer.from("\u0001LZ4");
const zstdFrame = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
/** PostgreSQL takes rows below this as they are, so there is nothing to win. */
const leastBytes = 2000;
/** Above this it pays that zstd packs better; below, making its stream costs more than LZ4 needs for all of it. */
const leastZstdBytes = 64 * 1024;
/** Above this the process has other things to do meanwhile. */
const mostBytesAtOnce = 256 * 1024;
const compress = promisify(zstdCompress);

/** Where short texts are put together: a buffer of its own for each is what makes the process collect its garbage. */
const desk = Buffer.alloc(leastZstdBytes);

/** JSON in UTF-8, in pieces, as it is kept where nobody asks for a part of it. */
export async function packJson(pieces: readonly Buffer[]): Promise<Buffer> {
  const length = lengthOf(pieces);
  if (length >= leastBytes && length < leastZstdBytes) {
    let end = 0;
    for (const piece of pieces) end += piece.copy(desk, end);
    return Buffer.concat([lz4Block, compressSync(desk.subarray(0, end))]);
  }
  const bytes = Buffer.concat(pieces, length);
  if (length < leastBytes) return bytes;
  const settings = { pledgedSrcSize: bytes.length, params: { [constants.ZSTD_c_compressionLevel]: 1 } };
  return bytes.length > mostBytesAtOnce ? compress(bytes, settings) : zstdCompressSync(bytes, settings);
}

export function lengthOf(pieces: readonly Buffer[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

/** @throws SyntaxError when it is no JSON. */
export function unpackJson(packed: Buffer): unknown {
  return JSON.parse(unpackText(packed));
}

/** Also of what was never packed. */
export function unpackText(packed: Buffer): string {
  if (begins(packed, lz4Block)) return uncompressSync(packed.subarray(lz4Block.length)).toString("utf8");
  return (begins(packed, zstdFrame) ? zstdDecompressSync(packed) : packed).toString("utf8");
}

function begins(packed: Buffer, how: Buffer): boolean {
  return packed.subarray(0, how.length).equals(how);
}
