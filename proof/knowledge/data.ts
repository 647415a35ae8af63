import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** Something somebody said, and what it is about. */
export interface Said {
  text: string;
  about: string;
}

/** An article to be found, by the name it is known by in the corpus. */
export interface Told {
  key: string;
  title: string;
  category: string | null;
  questions: string[];
  body: string;
}

export interface RetrievalSet {
  name: string;
  articles: Told[];
  questions: Said[];
  /** What hybrid search has to reach, in per cent. */
  floor: number;
}

/** Questions asked of one set. */
const mostAsked = 3500;
/** Of each subject, so many go into its article as questions that shoppers ask. */
const samples = 3;

/** R2 and R4 of the corpus, as far as they are there. */
export function retrievalSets(dataDir: string): RetrievalSet[] {
  return [bankingFaq(dataDir), procedures(dataDir)].flatMap((set) => set ?? []);
}

/** An article of each intent of banking77: its name, and the first messages about it. Asked is what customers wrote. */
function bankingFaq(dataDir: string): RetrievalSet | null {
  const [train, test] = [bankingPart(dataDir, "train"), bankingPart(dataDir, "test")];
  const source = train ?? test;
  if (!source) return null;
  const groups = Map.groupBy(source, ({ about }) => about);
  const articles = [...groups].map(([about, said]) => ({
    key: about,
    title: wordsOf(about),
    category: null,
    questions: said.slice(0, samples).map(({ text }) => text),
    body: "",
  }));
  const others = [...groups.values()].flatMap((said) => said.slice(samples));
  const questions = spread(train && test ? test : others);
  return { name: "banking77 FAQ articles (R2)", articles, questions, floor: 90 };
}

/** The guidelines of ABCD; without them only what its knowledge base names of each procedure. */
function procedures(dataDir: string): RetrievalSet | null {
  const queries = find(dataDir, /^queries\.tsv$/, "abcd");
  if (!queries) return null;
  const lines = queries.split("\n").map((line) => line.split("\t"));
  const questions = lines.flatMap(([about, text]) => (about && text ? [{ about, text: text.trim() }] : []));
  const guidelines = find(dataDir, /^guidelines\.json$/, "abcd");
  const articles = guidelines ? fromGuidelines(JSON.parse(guidelines)) : fromNames(dataDir, questions);
  const name = `ABCD procedures (R4${guidelines ? "" : "; their text is not in the corpus, only names and steps"})`;
  return articles.length === 0 ? null : { name, articles, questions, floor: 80 };
}

function fromGuidelines(guidelines: unknown): Told[] {
  return Object.entries(recordOf(guidelines)).flatMap(([flow, described]) => {
    const subflows = recordOf(recordOf(described).subflows ?? described);
    return Object.entries(subflows).flatMap(([subflow, procedure]) => {
      if (typeof procedure !== "object") return [];
      // What it is for comes first, as in an article; in the file it stands after the steps.
      const { instructions, ...steps } = recordOf(procedure);
      const body = [...textsIn(instructions), ...textsIn(steps)].join("\n\n");
      return [{ key: `${flow}/${subflow}`, title: subflow, category: flow, questions: [], body }];
    });
  });
}

/** Subflows stand in the ontology in the order of the queries' labels. */
function fromNames(dataDir: string, questions: readonly Said[]): Told[] {
  const ontology = recordOf(JSON.parse(find(dataDir, /^ontology\.json$/, "abcd") ?? "{}"));
  const steps = recordOf(JSON.parse(find(dataDir, /^kb\.json$/, "abcd") ?? "{}"));
  const subflows = recordOf(recordOf(ontology.intents).subflows);
  const keys = [...new Set(questions.map(({ about }) => about))];
  return [...Map.groupBy(keys, (key) => key.split("/")[0] ?? "")].flatMap(([flow, labels]) => {
    const names = subflows[flow.toLowerCase().replaceAll(/[ -]/g, "_")];
    const inOrder = Array.isArray(names) && names.length === labels.length ? names : [];
    return labels.map((key, n) => {
      const done = textsIn(steps[String(inOrder[n])] ?? []).map(wordsOf);
      return { key, title: key.slice(flow.length + 1), category: flow, questions: [], body: done.join("\n") };
    });
  });
}

/** Messages of banking77 or clinc150, with what they are about; out of scope is about nothing and left out. */
export function intentSets(dataDir: string): { name: string; said: Said[]; floor: number }[] {
  const banking = bankingPart(dataDir, "test") ?? bankingPart(dataDir, "train");
  const clinc = clincPart(dataDir);
  return [
    ...(banking ? [{ name: "banking77", said: banking, floor: 0.74 }] : []),
    ...(clinc ? [{ name: "clinc150", said: clinc, floor: 0.85 }] : []),
  ];
}

function bankingPart(dataDir: string, part: "train" | "test"): Said[] | null {
  const csv = find(dataDir, new RegExp(`^(banking77_)?${part}\\.csv(\\.gz)?$`), "nlu");
  if (!csv) return null;
  const [, ...rows] = readCsv(csv);
  return rows.flatMap(([text, about]) => (text && about ? [{ text: text.trim(), about }] : []));
}

/** The part that is for testing if there is one. */
function clincPart(dataDir: string): Said[] | null {
  const files = ["test", "full|data_full", "val", "train"].map((part) =>
    find(dataDir, new RegExp(`^(clinc150_)?(${part})\\.json(\\.gz)?$`), "nlu"),
  );
  const file = files.find((each) => each !== null);
  if (!file) return null;
  const read: unknown = JSON.parse(file);
  const parts = recordOf(read);
  const rows = Array.isArray(read) ? read : [parts.test, parts.val, parts.train].find((part) => Array.isArray(part));
  if (!Array.isArray(rows)) return null;
  return rows.flatMap((row: unknown) => {
    const [text, about] = Array.isArray(row) ? row : [];
    return typeof text === "string" && typeof about === "string" && about !== "oos" ? [{ text, about }] : [];
  });
}

/** The text of the first file with such a name, in the corpus or its folder for it. */
function find(dataDir: string, name: RegExp, folder: string): string | null {
  for (const at of [join(dataDir, folder), dataDir]) {
    const file = existsSync(at) ? readdirSync(at).find((each) => name.test(each)) : undefined;
    if (!file) continue;
    const bytes = readFileSync(join(at, file));
    return (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  }
  return null;
}

/** RFC 4180, which is all the corpus uses. */
function readCsv(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain ?? "");
    if (end !== ",") rows.push([]);
  }
  return rows.filter((row) => row.length > 1);
}

/** Every so-many-th where there are too many: corpora are sorted by subject. */
export function spread(said: readonly Said[], most = mostAsked): Said[] {
  const step = Math.max(1, said.length / most);
  return Array.from({ length: Math.min(most, said.length) }, (_, n) => said[Math.floor(n * step)]!);
}

/** "card_arrival" → "card arrival" */
function wordsOf(name: string): string {
  return name.replaceAll(/[_-]+/g, " ");
}

/** Every text in it but words of a closed list. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return Object.entries(recordOf(value)).flatMap(([key, inner]) => (key === "type" ? [] : textsIn(inner)));
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
