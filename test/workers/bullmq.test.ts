import { randomUUID } from "node:crypto";
import { startBullmq } from "../../workers/transports/bullmq.ts";
import { freshDatabase } from "../support/database.ts";
import { testRedisUrl } from "../support/redis.ts";
import { transportSuite } from "./transport-suite.ts";

transportSuite(await freshDatabase(), (options) =>
  startBullmq({ ...options, redisUrl: testRedisUrl(), prefix: `test-${randomUUID()}` }),
);
