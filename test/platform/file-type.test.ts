import { Readable } from "node:stream";
import { expect, test } from "@jest/globals";
import { typeOfBytes, typeOfFile } from "../../src/platform/file-type.ts";

const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const pdf = Buffer.from("%PDF-1.7\n%âãÏÓ\n1 0 obj\n<<>>\nendobj\n");
const svg = Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

test.each([
  ["a picture", png, "image/png"],
  ["a document", pdf, "application/pdf"],
  ["text", Buffer.from("Hei på deg"), "text/plain"],
  ["HTML", Buffer.from("<!doctype html><script>alert(1)</script>"), "text/plain"],
  ["SVG, which may hold scripts", svg, "text/plain"],
  ["a program", Buffer.from("4d5a90000300000004000000ffff0000", "hex"), "application/x-msdownload"],
  ["noise", Buffer.from([0, 1, 2, 255, 254, 3]), "application/octet-stream"],
  ["nothing", Buffer.alloc(0), "application/octet-stream"],
  [
    "a picture that claims to be one and is HTML after it",
    Buffer.concat([Buffer.from("<html>"), png]),
    "application/octet-stream",
  ],
])("%s is known by its content", async (_, bytes, type) => {
  expect(await typeOfBytes(bytes)).toBe(type);
  expect(await typeOfFile({ sizeBytes: bytes.length, content: Readable.from([bytes]) })).toBe(type);
});

test("text that is cut in the middle of a letter is text", async () => {
  expect(await typeOfBytes(Buffer.from("å".repeat(40_000)))).toBe("text/plain");
  expect(await typeOfBytes(Buffer.from(`x${"å".repeat(40_000)}`))).toBe("text/plain");
});
