import type { Sandbox } from "../sandbox.ts";
import type { Shop } from "./state.ts";

/** On whose behalf and about which shop a request is answered. */
export interface Asking {
  sandbox: Sandbox;
  shop: Shop;
  /** Where the pictures of the demo's products are. */
  imageBase: string;
}

/**
 * A piece of the Admin API that knows the shop's state. Fields are values, or functions of their arguments; what no
 * part has is answered from the type alone (see rest.ts).
 */
export interface Part {
  /** Fields of QueryRoot. */
  query?(asking: Asking): object;
  /** Fields of Mutation. */
  mutation?(asking: Asking): object;
  /** What `node` and `nodes` find, by the type in a gid: `gid://shopify/TYPE/…`. */
  nodes?(asking: Asking): [type: string, find: (id: string) => object | null][];
}
