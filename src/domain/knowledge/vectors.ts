/** What a question means to a model. */
export interface Meaning {
  model: string;
  vector: Float32Array;
}

/** A vector as it is kept: the signs to look for candidates by, the bytes to compare them by. */
export function keptForm(vector: Float32Array): { signs: string; values: string } {
  let signs = "";
  let most = 0;
  for (const value of vector) {
    signs += value > 0 ? "1" : "0";
    most = Math.max(most, Math.abs(value));
  }
  const bytes = Int8Array.from(vector, (value) => (most > 0 ? Math.round((value / most) * 127) : 0));
  return { signs, values: Buffer.from(bytes.buffer).toString("base64") };
}

/** A kept vector as it was, but for its length; null for one of another size. */
export function fromKept(kept: Uint8Array, size: number): Float32Array | null {
  const bytes = new Int8Array(kept.buffer, kept.byteOffset, kept.byteLength);
  if (bytes.length !== size) return null;
  let square = 0;
  for (const value of bytes) square += value * value;
  const length = Math.sqrt(square) || 1;
  return Float32Array.from(bytes, (value) => value / length);
}
