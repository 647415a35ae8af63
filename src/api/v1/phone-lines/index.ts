import type { Endpoint } from "../../endpoint.ts";
import { createPhoneLine } from "./create-phone-line.ts";
import { listPhoneLines } from "./list-phone-lines.ts";
import { updatePhoneLine } from "./update-phone-line.ts";

export const phoneLineEndpoints: Readonly<Record<string, Endpoint>> = {
  ...{ listPhoneLines, createPhoneLine, updatePhoneLine },
};
