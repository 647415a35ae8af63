import { AppError } from "../../platform/errors.ts";
import { type ChannelSettings, channelSettings } from "./tables.ts";

export const channels = channelSettings.channel.enumValues;

/** Whoever writes again in a thread reopens its conversation, however long ago it was. */
export const asItComes: Omit<ChannelSettings, "channel"> = { newAfterDays: null, thanksKeepClosed: false };

/** Ten years. */
export const mostQuietDays = 3650;

/** @throws AppError("invalid_input") with `details.field` "newAfterDays". */
export function checkQuietDays(days: number | null): void {
  if (days === null || (Number.isInteger(days) && days >= 1 && days <= mostQuietDays)) return;
  throw new AppError("invalid_input", `newAfterDays is a whole number from 1 to ${mostQuietDays}, or null`, {
    details: { field: "newAfterDays" },
  });
}
