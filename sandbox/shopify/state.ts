import { now } from "../../src/platform/clock.ts";
import type { ShopSeed } from "../world.ts";
import { type Goods, plantGoods } from "./goods.ts";
import { createInstallation, type Installation } from "./oauth/installation.ts";

/** By domain. */
export type Shops = Map<string, Shop>;

export interface Shop extends Pick<ShopSeed, "domain" | "name" | "email">, Goods {
  /** The app in this shop. */
  installation: Installation;
  bucket: Bucket;
}

/** Query cost points, refilled all the time. */
export interface Bucket {
  size: number;
  restorePerSecond: number;
  available: number;
  filledAtMs: number;
  /** A single query may not ask for more. */
  largestQuery: number;
}

/** @param scopes what an app that is installed from the start was granted. */
export function createShops(seeds: readonly ShopSeed[], scopes: string[]): Shops {
  return new Map(seeds.map((seed) => [seed.domain, createShop(structuredClone(seed), scopes)]));
}

function createShop(seed: ShopSeed, scopes: string[]): Shop {
  const { domain, name, email, accessToken } = seed;
  const bucket = {
    size: 2000,
    restorePerSecond: 100,
    available: 2000,
    filledAtMs: now().getTime(),
    largestQuery: 1000,
  };
  const installation = createInstallation({ email, accessToken }, scopes);
  return { domain, name, email, ...plantGoods(seed), installation, bucket };
}

/** Null when the bucket has too little. */
export function takePoints(bucket: Bucket, points: number): number | null {
  const nowMs = now().getTime();
  const restored = ((nowMs - bucket.filledAtMs) / 1000) * bucket.restorePerSecond;
  bucket.available = Math.min(bucket.size, bucket.available + Math.max(0, restored));
  bucket.filledAtMs = nowMs;
  if (bucket.available < points) return null;
  bucket.available -= points;
  return bucket.available;
}
