import { Redis } from "ioredis";
import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "./errors.ts";

export interface RateLimit {
  /** Counts one attempt. @throws AppError("limit_exceeded") with `retryAfterMs` when there were too many. */
  take(key: string): Promise<void>;
  /** Takes one attempt back. */
  giveBack(key: string): Promise<void>;
  /** Forgets all attempts. */
  forget(key: string): Promise<void>;
}

export interface RateLimits {
  open(limit: { name: string; points: number; perMs: number }): RateLimit;
  close(): void;
}

/**
 * Limits shared by all processes through Redis, or of this process alone without it. While Redis is away each process
 * counts for itself: a limit gets looser, nothing stops.
 */
export function openRateLimits(redisUrl?: string): RateLimits {
  const redis = redisUrl ? new Redis(redisUrl, { maxRetriesPerRequest: 0, enableOfflineQueue: false }) : null;
  redis?.on("error", () => undefined);
  return {
    open: ({ name, points, perMs }) => {
      const options = { keyPrefix: `limit:${name}`, points, duration: Math.ceil(perMs / 1000) };
      const memory = new RateLimiterMemory(options);
      return limitOf(
        redis ? new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter: memory }) : memory,
      );
    },
    close: () => redis?.disconnect(),
  };
}

function limitOf(limiter: RateLimiterAbstract): RateLimit {
  return {
    async take(key) {
      await limiter.consume(key).catch((refusal: unknown) => {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        throw new AppError("limit_exceeded", "Too many attempts; wait, then try again", {
          retryAfterMs: refusal.msBeforeNext,
        });
      });
    },
    async giveBack(key) {
      await limiter.reward(key);
    },
    async forget(key) {
      await limiter.delete(key);
    },
  };
}
