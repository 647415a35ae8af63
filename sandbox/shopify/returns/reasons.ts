import { connection, type PageArgs } from "../connection.ts";
import { gid } from "../gid.ts";

const names: Record<string, string> = {
  ...{ unknown: "Unknown", defective: "Defective", "not-as-described": "Not as described", "wrong-item": "Wrong item" },
  ...{ unwanted: "Unwanted", "size-too-small": "Too small", "size-too-large": "Too large", style: "Style" },
  ...{ color: "Color", "arrived-late": "Arrived late", other: "Other" },
};
const definitions = Object.entries(names).map(([handle, name], i) => ({ id: 4_200_000_001 + i, handle, name }));

const view = ({ id, handle, name }: (typeof definitions)[number]) => ({
  ...{ id: gid("ReturnReasonDefinition", id), handle, name, deleted: false },
});

export function reasonView(id: number | null) {
  const found = definitions.find((each) => each.id === id);
  return found ? view(found) : null;
}

export const isReason = (id: number): boolean => definitions.some((each) => each.id === id);

interface ReasonArgs extends PageArgs {
  ids?: string[] | null;
  handles?: string[] | null;
}

/** The library of reasons for a return; the same in every shop. */
export function reasonDefinitions({ ids, handles, ...args }: ReasonArgs) {
  const rows = definitions.filter(
    ({ id, handle }) =>
      (ids?.includes(gid("ReturnReasonDefinition", id)) ?? true) && (handles?.includes(handle) ?? true),
  );
  return connection(rows, args, view);
}
