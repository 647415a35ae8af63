import type { RawSql } from "../../platform/db.ts";
import { fold } from "../../platform/fold.ts";
import type { Fragment } from "./kinds.ts";

/** Text without case and accents, a final sigma as a sigma; `foldedKeySql` is the same in SQL. */
export const foldedKeyOf = (text: string) => fold(text).replaceAll("ς", "σ");

export function foldedKeySql(sql: RawSql, text: Fragment): Fragment {
  return sql`translate(lower(regexp_replace(normalize(${text}, NFD), '[\\u0300-\\u036f]', '', 'g') collate "pg_c_utf8"), 'ς', 'σ')`;
}
