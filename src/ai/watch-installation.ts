import { warningDue } from "../domain/models/index.ts";
import { now } from "../platform/clock.ts";
import { installedModels } from "./config.ts";
import { hasNoList } from "./models/trouble.ts";

const patienceMs = 20_000;

interface Warns {
  warn(about: object, words: string): void;
}

/**
 * Says in the log which models of the environment end within a month, as far as their providers tell. They are no
 * workspace's own choice: only who runs the installation can put others in their place. Safe to repeat.
 */
export async function watchInstallation(log: Warns, models = installedModels()): Promise<void> {
  for (const { id, provider, offered } of models) {
    const model = `${provider}:${id}`;
    try {
      const found = (await offered(AbortSignal.timeout(patienceMs))).find((one) => one.id === id);
      const endsOn = found?.endsOn ?? null;
      if (warningDue(endsOn, now()) !== null) log.warn({ model, endsOn }, "a model of AI_MODEL ends");
    } catch (err) {
      if (!hasNoList(err, { provider }))
        log.warn({ model, err }, "nobody could say until when a model of AI_MODEL is there");
    }
  }
}
