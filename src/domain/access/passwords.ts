import { argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { AppError } from "../../platform/errors.ts";

const hash = promisify(argon2);
/** OWASP's first choice for argon2id: 19 MiB, 2 passes, 1 lane. https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 };
const shortestPassword = 10;

/**
 * `argon2id$memory$passes$lanes$nonce$tag`, so that the cost can be raised later.
 * @throws AppError("invalid_input") for a short one.
 */
export async function hashPassword(password: string): Promise<string> {
  if (password.length < shortestPassword) {
    throw new AppError("invalid_input", `A password needs at least ${shortestPassword} characters`);
  }
  const nonce = randomBytes(16);
  const tag = await hash("argon2id", { ...cost, nonce, message: password });
  const { memory, passes, parallelism } = cost;
  return ["argon2id", memory, passes, parallelism, nonce.toString("base64url"), tag.toString("base64url")].join("$");
}

export async function passwordMatches(password: string, stored: string): Promise<boolean> {
  const [, memory, passes, parallelism, nonce = "", tag = ""] = stored.split("$");
  const expected = Buffer.from(tag, "base64url");
  const actual = await hash("argon2id", {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: expected.length,
    nonce: Buffer.from(nonce, "base64url"),
    message: password,
  });
  return timingSafeEqual(actual, expected);
}
