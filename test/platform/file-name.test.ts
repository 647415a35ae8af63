import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { cleanFileName } from "../../src/platform/file-name.ts";

test.each([
  ["photo.jpg", "photo.jpg"],
  ["C:\\Users\\mia\\photo.jpg", "photo.jpg"],
  ["../../etc/passwd", "passwd"],
  ["invoice\u202Egpj.exe", "invoicegpj.exe"],
  ["a\u0000b\r\n.pdf", "ab.pdf"],
  [".htaccess", "htaccess"],
  ["...", ""],
  ["<script>alert(1)</script>.png", "script_.png"],
  ["a:b?.png", "a_b_.png"],
  ["  spaced   out  .txt ", "spaced out .txt"],
  ["\ud800.txt", "txt"],
  ["Größe 🕯.pdf", "Größe 🕯.pdf"],
  ["", ""],
])("%j becomes %j", (given, cleaned) => {
  expect(cleanFileName(given)).toBe(cleaned);
});

test("a name is never a path, never turns the direction of writing, never longer than a file system takes", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 600 }), (given) => {
      const cleaned = cleanFileName(given);
      expect(cleaned).not.toMatch(/[/\\\p{Cc}\p{Cf}]/u);
      expect(cleaned.isWellFormed()).toBe(true);
      expect(Buffer.byteLength(cleaned)).toBeLessThanOrEqual(200);
      expect(cleanFileName(cleaned)).toBe(cleaned);
    }),
  );
});

test("what a long name ends with stays", () => {
  expect(cleanFileName(`${"é".repeat(900)}.pdf`)).toMatch(/é\.pdf$/);
});
