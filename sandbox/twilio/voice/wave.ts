const rate = 8_000;

/** A WAV of silence, 8 kHz µ-law, with a comment (LIST INFO ICMT) of what is to be heard in it. */
export function waveOf(seconds: number, channels: number, words: string): Buffer {
  const sound = Buffer.alloc(Math.max(seconds, 1) * rate * channels, 0xff);
  const form = Buffer.alloc(16);
  form.writeUInt16LE(7, 0);
  form.writeUInt16LE(channels, 2);
  form.writeUInt32LE(rate, 4);
  form.writeUInt32LE(rate * channels, 8);
  form.writeUInt16LE(channels, 12);
  form.writeUInt16LE(8, 14);
  const comment = Buffer.concat([Buffer.from("INFO"), chunk("ICMT", Buffer.from(`${words}\0`, "utf8"))]);
  return chunk(
    "RIFF",
    Buffer.concat([Buffer.from("WAVE"), chunk("fmt ", form), chunk("LIST", comment), chunk("data", sound)]),
  );
}

function chunk(name: string, content: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(content.length);
  return Buffer.concat([Buffer.from(name), size, content, Buffer.alloc(content.length % 2)]);
}
