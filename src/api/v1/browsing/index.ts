import { getBrowsing } from "./get-browsing.ts";
import { noteBrowsing } from "./note-browsing.ts";

export const browsingEndpoints = { getBrowsing, noteBrowsing };
