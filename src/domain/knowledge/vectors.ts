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

/** The cosine of a vector of length 1 and a kept one; -1 for one of another size. */
export function likeness(vector: Float32Array, kept: Uint8Array): number {
  const bytes = new Int8Array(kept.buffer, kept.byteOffset, kept.byteLength);
  if (bytes.length !== vector.length) return -1;
  let dot = 0;
  let square = 0;
  for (let n = 0; n < bytes.length; n++) {
    const value = bytes[n]!;
    dot += vector[n]! * value;
    square += value * value;
  }
  return square > 0 ? dot / Math.sqrt(square) : 0;
}
