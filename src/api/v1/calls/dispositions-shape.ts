import { z } from "zod";
import { longestDisposition, mostDispositions } from "../../../domain/calls/index.ts";

export const dispositionNames = z.array(z.string().trim().min(1).max(longestDisposition)).min(1).max(mostDispositions);
export const dispositionsShape = z.object({ names: dispositionNames }).meta({ id: "CallDispositions" });
