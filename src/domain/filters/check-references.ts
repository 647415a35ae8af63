import type { Context } from "../workspaces/index.ts";
import { conditionsOf, type Filter, join } from "./ast.ts";
import type { Fields, FilterProblem } from "./check-filter.ts";
import type { Target } from "./fields.ts";
import { type Standing, standingOf } from "./queries.ts";

/** Of something a filter names: gone, so that the filter means nothing any more, or only out of use. */
export interface ReferenceProblem extends FilterProblem {
  standing: Exclude<Standing, "there">;
}

/** What of the things these filters name by id is gone or out of use: one look-up a kind of thing for all of them. */
export async function checkReferences(
  ctx: Context,
  filters: readonly Filter[],
  fields: Fields,
): Promise<ReferenceProblem[][]> {
  const named = filters.map((filter) => referencesIn(filter, fields));
  const standings = new Map<string, Standing>();
  for (const [target, some] of Map.groupBy(named.flat(), (one) => one.target)) {
    const ids = [...new Set(some.map(({ id }) => id))];
    for (const [id, standing] of await standingOf(ctx, target, ids)) standings.set(`${target} ${id}`, standing);
  }
  return named.map((references) =>
    references.flatMap(({ target, id, path }) => {
      const standing = standings.get(`${target} ${id}`) ?? "gone";
      if (standing === "there") return [];
      const message = standing === "gone" ? `There is no ${target} ${id}` : `This ${target} is archived`;
      return [{ path: join(path, "value"), message, standing }];
    }),
  );
}

function referencesIn(filter: Filter, fields: Fields): { target: Target; id: string; path: string }[] {
  return conditionsOf(filter).flatMap(({ condition: { field, value }, path }) => {
    const target = fields.get(field)?.refers;
    const ids = [value].flat().filter((one): one is string => typeof one === "string" && one !== "me");
    return target ? ids.map((id) => ({ target, id: id.toLowerCase(), path })) : [];
  });
}
