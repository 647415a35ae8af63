export { beginChat } from "./begin-chat.ts";
export { connectChat } from "./connect-chat.ts";
export { readChat } from "./read-chat.ts";
export { receiveChat } from "./receive-chat.ts";
export type { Shopper } from "./shopper.ts";
