import type { Filter, FilterField } from "../api/types.ts";

/** A filter while it is being built: groups that say how their items are joined. Keys keep rows apart on screen. */
export interface DraftGroup {
  type: "group";
  key: string;
  mode: Mode;
  items: DraftItem[];
}
export interface DraftCondition {
  type: "condition";
  key: string;
  field: string;
  operator: string;
  value: unknown;
}
export type DraftItem = DraftGroup | DraftCondition;
export type Mode = "all" | "any" | "none";

let made = 0;
const newKey = () => `item-${++made}`;

export function emptyGroup(mode: Mode = "all"): DraftGroup {
  return { type: "group", key: newKey(), mode, items: [] };
}

/** A condition to begin with: the field's first operator, and a value if one stands to reason. */
export function newCondition(field: FilterField): DraftCondition {
  const operator = field.operators.find(({ name }) => name === "any_of") ?? field.operators[0]!;
  return {
    type: "condition",
    key: newKey(),
    field: field.name,
    operator: operator.name,
    value: firstValue(field, operator.name),
  };
}

/** What a field is asked for before anything was chosen; undefined where nothing stands to reason. */
function firstValue({ kind, operators }: FilterField, operatorName: string): unknown {
  const takes = operators.find(({ name }) => name === operatorName)?.takes;
  if (takes === "nothing") return undefined;
  if (takes === "list") return [];
  if (kind === "moment") return { ago: 2, unit: "hours" };
  return kind === "boolean" ? true : undefined;
}

/** The same condition with another operator: the value stays if it still means something. */
export function withOperator(condition: DraftCondition, field: FilterField, operator: string): DraftCondition {
  const takes = (name: string) => field.operators.find((one) => one.name === name)?.takes;
  const [before, after] = [takes(condition.operator), takes(operator)];
  if (before === after) return { ...condition, operator };
  const { value } = condition;
  if (before === "one" && after === "list")
    return { ...condition, operator, value: value === undefined ? [] : [value] };
  if (before === "list" && after === "one") return { ...condition, operator, value: [value].flat()[0] };
  return { ...condition, operator, value: firstValue(field, operator) };
}

/** The filter, and which item each of its paths is about. */
export function toFilter(group: DraftGroup): { filter: Filter; keyAt: ReadonlyMap<string, string> } {
  const keyAt = new Map<string, string>();
  const ofGroup = ({ key, mode, items }: DraftGroup, path: string): Filter => {
    keyAt.set(path, key);
    const at = { all: "and", any: "or", none: "not.or" }[mode];
    const filters = items.map((item, n) => ofItem(item, [path, at, n].filter((step) => step !== "").join(".")));
    if (mode === "all") return { and: filters };
    return mode === "any" ? { or: filters } : { not: { or: filters } };
  };
  const ofItem = (item: DraftItem, path: string): Filter => {
    if (item.type === "group") return ofGroup(item, path);
    keyAt.set(path, item.key);
    const { field, operator, value } = item;
    return value === undefined ? { field, operator } : { field, operator, value };
  };
  return { filter: ofGroup(group, ""), keyAt };
}

/** A kept filter, to be built on. */
export function toDraft(filter: Filter): DraftGroup {
  const item = toItem(filter);
  return item.type === "group" ? item : { ...emptyGroup(), items: [item] };
}

function toItem(filter: Filter): DraftItem {
  if ("and" in filter) return { ...emptyGroup("all"), items: filter.and.map(toItem) };
  if ("or" in filter) return { ...emptyGroup("any"), items: filter.or.map(toItem) };
  if ("not" in filter) {
    const { not: inner } = filter;
    return { ...emptyGroup("none"), items: ("or" in inner ? inner.or : [inner]).map(toItem) };
  }
  return { type: "condition", key: newKey(), field: filter.field, operator: filter.operator, value: filter.value };
}

/** The group with one of its items, however deep, replaced; null takes it out. */
export function replaceItem(group: DraftGroup, key: string, next: DraftItem | null): DraftGroup {
  const items = group.items.flatMap((item) => {
    if (item.key === key) return next ?? [];
    return item.type === "group" ? replaceItem(item, key, next) : item;
  });
  return { ...group, items };
}

/** What the server said of a filter, by the item it is about. */
export function problemsByKey(
  problems: readonly { path: string; message: string }[],
  keyAt: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const said = new Map<string, string>();
  for (const { path, message } of problems) {
    const key = nearestKey(path, keyAt);
    if (key !== undefined && !said.has(key)) said.set(key, message);
  }
  return said;
}

function nearestKey(path: string, keyAt: ReadonlyMap<string, string>): string | undefined {
  const steps = path.split(".");
  while (steps.length > 0) {
    const key = keyAt.get(steps.join("."));
    if (key !== undefined) return key;
    steps.pop();
  }
  return keyAt.get("");
}

/** Whether a condition still lacks its value: then it is not asked for yet. */
export function isIncomplete(group: DraftGroup, fields: ReadonlyMap<string, FilterField>): boolean {
  return group.items.some((item) => {
    if (item.type === "group") return isIncomplete(item, fields);
    const takes = fields.get(item.field)?.operators.find(({ name }) => name === item.operator)?.takes;
    if (takes === "nothing" || takes === undefined) return false;
    return takes === "list" ? [item.value].flat().length === 0 : item.value === undefined || item.value === "";
  });
}
