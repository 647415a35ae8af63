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
  // Plain loops: this runs for hundreds of vectors in each search, and callbacks cost ten times as much.
  let square = 0;
  for (let n = 0; n < size; n++) square += bytes[n]! * bytes[n]!;
  const length = Math.sqrt(square) || 1;
  const vector = new Float32Array(size);
  for (let n = 0; n < size; n++) vector[n] = bytes[n]! / length;
  return vector;
}
