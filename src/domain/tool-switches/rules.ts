/** How sure the product is who writes in a conversation, the least first. */
export const assurances = ["anonymous", "claimed", "verified"] as const;
export type Assurance = (typeof assurances)[number];

/** read: changes nothing. write: changes something here. money: asks a shop to change an order or to give money away. */
export const toolKinds = ["read", "write", "money"] as const;
type ToolKind = (typeof toolKinds)[number];

export interface ToolStanding {
  kind: ToolKind;
  /** The least assurance it is used with, unless the workspace asks for more or less. */
  needs: Assurance;
  /** What no workspace goes below. */
  floor: Assurance;
}

const open = { needs: "anonymous", floor: "anonymous" } as const;
const hers = { needs: "verified", floor: "verified" } as const;

/** The product's own tools, as they are until a workspace says otherwise. */
export const builtInTools = {
  find_orders: { kind: "read", ...hers },
  get_order: { kind: "read", needs: "claimed", floor: "claimed" },
  get_conversation: { kind: "read", ...open },
  send_code: { kind: "write", needs: "claimed", floor: "claimed" },
  search_knowledge: { kind: "read", ...open },
  lookup_table: { kind: "read", ...open },
  order_status: { kind: "read", ...open },
  search_products: { kind: "read", ...open },
  business_hours: { kind: "read", ...open },
  cart_link: { kind: "read", ...open },
  tag_conversation: { kind: "write", ...open },
  assign_to_team: { kind: "write", ...open },
  request_callback: { kind: "write", ...open },
  // In her own words only; who only claims to be her could put words in her mouth.
  remember: { kind: "write", needs: "verified", floor: "claimed" },
  // It is her own wish to be written to, at an address that she writes from.
  tell_when_back: { kind: "write", needs: "claimed", floor: "claimed" },
  list_proposals: { kind: "read", ...hers },
  propose_cancel_order: { kind: "money", ...hers },
  propose_refund: { kind: "money", ...hers },
  propose_return: { kind: "money", ...hers },
  propose_exchange: { kind: "money", ...hers },
  propose_edit_items: { kind: "money", ...hers },
  propose_change_address: { kind: "money", ...hers },
  propose_discount_code: { kind: "money", ...hers },
  propose_store_credit: { kind: "money", ...hers },
  confirm: { kind: "money", ...hers },
} as const satisfies Record<string, ToolStanding>;
export type BuiltInTool = keyof typeof builtInTools;

/** Name and standing of a built-in tool, as it is declared with. */
export function builtIn<N extends BuiltInTool>(name: N): ToolStanding & { name: N } {
  return { name, ...builtInTools[name] };
}

export function isBuiltIn(name: string): name is BuiltInTool {
  return Object.hasOwn(builtInTools, name);
}

export function isAtLeast(one: Assurance, other: Assurance): boolean {
  return assurances.indexOf(one) >= assurances.indexOf(other);
}

export function stricter(one: Assurance, other: Assurance): Assurance {
  return isAtLeast(one, other) ? one : other;
}
