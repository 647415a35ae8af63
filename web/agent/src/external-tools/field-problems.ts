import { Problem } from "../api/problem.ts";

type At = ((path: string) => string | undefined) & {
  /** Whether all that was refused stands beside one of these. */
  isShown(paths: readonly string[]): boolean;
};

/** What the server says against each field of what was sent. */
export function fieldProblems(error: unknown): At {
  const fields = error instanceof Problem ? error.fields : [];
  const at = (path: string) => fields.find((field) => field.path === path)?.message;
  const isShown = (paths: readonly string[]) =>
    fields.length > 0 && fields.every(({ path }) => paths.includes(path.split(".")[0]!));
  return Object.assign(at, { isShown });
}
