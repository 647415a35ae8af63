import { answer, api } from "../../api/client.ts";
import { Problem, sentence } from "../../api/problem.ts";
import type { VoiceToken } from "../../api/types.ts";
import { type Command, type PhoneState, type Softphone, silentPhone } from "./softphone.ts";

const retryMs = 10_000;
/** Before the token ends, so that there is no moment without one. */
const renewBeforeMs = 90_000;

export interface HeldPhone {
  obey(command: Command): Promise<void>;
  close(): void;
}

/** Opens the phone that the server names, keeps its token fresh, and tries again where that may help. */
export function holdPhone(show: (state: PhoneState) => void): HeldPhone {
  let phone: Softphone | null = null;
  let closed = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void refresh(), Math.max(1_000, ms));
  };
  const refresh = async () => {
    try {
      const given = await answer(api.POST("/v1/voice-token", { body: {} }));
      if (closed) return;
      later(Date.parse(given.expiresAt) - Date.now() - renewBeforeMs);
      if (phone) return phone.renew(given.token);
      const opened = await open(given, show);
      if (closed) opened.close();
      else phone = opened;
    } catch (error) {
      if (closed) return;
      const isFinal = error instanceof Problem && error.status < 500;
      if (!phone) show({ ...silentPhone, status: isFinal ? "failed" : "lost", problem: sentence(error) });
      if (!isFinal || phone) later(retryMs);
    }
  };
  void refresh();
  return {
    async obey(command) {
      if (!phone) throw new Error("Your phone is not ready yet.");
      await phone.obey(command);
    },
    close() {
      closed = true;
      clearTimeout(timer);
      phone?.close();
    },
  };
}

/** Each is loaded only by who needs it: Twilio's kit is as large as the rest of the client. */
async function open({ token, standIn }: VoiceToken, show: (state: PhoneState) => void): Promise<Softphone> {
  if (standIn) {
    const { openStandInSoftphone } = await import("./stand-in-softphone.ts");
    return openStandInSoftphone({ token, address: standIn }, show);
  }
  const { openTwilioSoftphone } = await import("./twilio-softphone.ts");
  return openTwilioSoftphone({ token, address: null }, show);
}
