import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, posix } from "node:path";
import { root, type SourceFile } from "./source-files.ts";

const ours = /^(src|workers|sandbox|web|test|scripts|bench|proof|evals|docs|drizzle)\/[\w./-]+$/;

/** The documents at the root and in docs/. */
export async function readDocuments(): Promise<SourceFile[]> {
  const inDocs = (await readdir(join(root, "docs"), { recursive: true })).map((path) => `docs/${path}`);
  const paths = [...(await readdir(root)), ...inDocs].filter((path) => path.endsWith(".md"));
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(root, path), "utf8") })));
}

/** Links and `paths` in documents that lead to nothing. */
export function deadReferences(documents: readonly SourceFile[], exists = existsInRepository): string[] {
  return documents.flatMap(({ path, text }) => {
    const links = [...text.matchAll(/\]\((?!\w+:)([^)#\s]+)/g)].map(([, link]) =>
      posix.join(posix.dirname(path), link ?? ""),
    );
    const named = [...text.matchAll(/`([^`\s]+)`/g)].map(([, name]) => name ?? "").filter((name) => ours.test(name));
    return [...links, ...named].filter((target) => !exists(target)).map((target) => `${path} names ${target}`);
  });
}

function existsInRepository(path: string): boolean {
  return existsSync(join(root, path));
}
