export { markRead } from "./mark-read.ts";
export { notify } from "./notify.ts";
export { countUnread, listNotifications } from "./queries.ts";
