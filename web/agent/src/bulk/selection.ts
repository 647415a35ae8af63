/** Which rows of a list are chosen. Pure: no screen, no keyboard. */
export interface Selection {
  ids: ReadonlySet<string>;
  /** Everything in the list, also what is not loaded. */
  all: boolean;
  /** Where a stretch begins. */
  anchor: string | null;
}

/** Those that a bulk action may be told one by one. */
const mostNamed = 1000;

export const nothing: Selection = { ids: new Set(), all: false, anchor: null };

/** Chooses a row, or takes it out. Of everything, the loaded rows but this one are left. */
export function toggle(selection: Selection, id: string, rows: readonly string[]): Selection {
  const ids = new Set(selection.all ? rows : selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, all: false, anchor: id };
}

/** Chooses everything from where the stretch begins to this row. */
export function extend(selection: Selection, id: string, rows: readonly string[]): Selection {
  const [from, to] = [rows.indexOf(selection.anchor ?? id), rows.indexOf(id)];
  if (to < 0) return selection;
  const start = from < 0 ? to : from;
  const stretch = rows.slice(Math.min(start, to), Math.max(start, to) + 1);
  const ids = new Set([...(selection.all ? [] : selection.ids), ...stretch]);
  return { ids, all: false, anchor: rows[start] ?? id };
}

/** Everything: by name while all of it is loaded and not too much, else by what the list asks for. */
export function everything(rows: readonly string[], isLoaded: boolean): Selection {
  return { ids: new Set(rows), all: !isLoaded || rows.length > mostNamed, anchor: null };
}

/** What is still to be seen: a row that left the list is not acted upon. */
export function visible({ ids, all }: Selection, rows: readonly string[]): string[] {
  return all ? [...rows] : rows.filter((id) => ids.has(id));
}
