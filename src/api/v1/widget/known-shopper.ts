import type { Shopper } from "../../../domain/chats/index.ts";
import { AppError } from "../../../platform/errors.ts";
import type { Call } from "../../endpoint.ts";

/** Mounting lets nobody else in. */
export function known({ shopper }: Call["chat"]): Shopper {
  if (!shopper) throw new AppError("bug", "Nobody is known here who chats");
  return shopper;
}
