import type { Request } from "express";
import type { Sandbox } from "../sandbox.ts";
import type { Shop } from "./state.ts";

/** The shop in the path (/shopify/SHOP/admin/…), else the one the Host header names. */
export function shopOf(sandbox: Sandbox, request: Request): Shop | null {
  const { shop } = request.params;
  const domain = typeof shop === "string" ? shop : (request.hostname ?? "");
  return sandbox.shops.get(domain.toLowerCase()) ?? null;
}
