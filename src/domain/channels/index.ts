export { listChannels } from "./queries.ts";
export { channels, mostQuietDays } from "./rules.ts";
export { updateChannel } from "./update-channel.ts";
