import { ConnectionBroken } from "../../platform/errors.ts";
import type { Connect } from "../contract.ts";
import { callGmail } from "./client.ts";
import { gmailConfig } from "./config.ts";

/** Credentials: `refreshToken`, granted for https://www.googleapis.com/auth/gmail.modify. */
export const connect: Connect = {
  async verify(credentials) {
    const profile = await callGmail({ credentials }, (api) => api.users.getProfile({ userId: "me" }));
    const account = profile.emailAddress?.toLowerCase();
    if (!account) throw new ConnectionBroken("Google did not say whose mailbox this is");
    return { account, displayName: account };
  },

  /**
   * Asks for pushes about the inbox; a watch ends after 7 days and renewing replaces it.
   * Source: https://developers.google.com/workspace/gmail/api/guides/push
   */
  async renew(connection) {
    const { GMAIL_PUBSUB_TOPIC: topicName } = gmailConfig();
    if (!topicName) return;
    const requestBody = { topicName, labelIds: ["INBOX"], labelFilterBehavior: "INCLUDE" };
    await callGmail(connection, (api) => api.users.watch({ userId: "me", requestBody }));
  },
};
