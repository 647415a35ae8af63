/** An object of the file, with the lists that were put into it. */
export type Node = Record<string, unknown> & { id: string };

/** Which objects a file has, by the type in their ids, and where each belongs. */
export interface Shape {
  root: string;
  /** Type → the path of the list it stands in, in the object its `__parentId` names. */
  parts: Readonly<Record<string, readonly [string, ...string[]]>>;
}

export interface Assembled {
  nodes: Node[];
  /** Ids of roots whose parts came apart from them: they are not whole here, or not here at all. */
  incomplete: string[];
  /** Lines that are nothing we know. */
  unreadable: number;
}

/**
 * Puts parts back into what they belong to. The file is asked for with every object's parts right behind it, but a
 * part may stand elsewhere: before its object or far behind it. Objects that are open together find theirs.
 */
export function createAssembly(shape: Shape) {
  let roots: Node[] = [];
  let open = new Map<string, Node>();
  let early = new Map<string, Node[]>();
  let unreadable = 0;

  function add(text: string | null): void {
    if (text !== null && text.trim() === "") return;
    const line = text === null ? null : parsed(text);
    const parentId = line?.__parentId;
    if (line && parentId === undefined && typeOf(line.id) === shape.root) {
      roots.push(line);
      opened(line);
    } else if (line && typeof parentId === "string" && shape.parts[typeOf(line.id)]) {
      addPart(parentId, line);
    } else {
      unreadable++;
    }
  }

  function addPart(parentId: string, part: Node): void {
    const parent = open.get(parentId);
    const waiting = early.get(parentId);
    if (parent) {
      attach(parent, part);
      opened(part);
    } else if (waiting) waiting.push(part);
    else early.set(parentId, [part]);
  }

  function opened(node: Node): void {
    open.set(node.id, node);
    const waiting = early.get(node.id);
    if (!waiting) return;
    early.delete(node.id);
    for (const part of waiting) {
      attach(node, part);
      opened(part);
    }
  }

  function attach(parent: Node, part: Node): void {
    const [first, ...rest] = shape.parts[typeOf(part.id)]!;
    let holder: Record<string, unknown> = parent;
    let field = first;
    for (const next of rest) {
      holder = objectIn(holder, field);
      field = next;
    }
    const list = objectIn(holder, field);
    if (Array.isArray(list.nodes)) list.nodes.push(part);
    else list.nodes = [part];
  }

  /** Ends what is open: what comes later for it comes apart. */
  function take(): Assembled {
    const incomplete = new Set<string>();
    for (const [parentId, parts] of early) {
      const rootId = typeOf(parentId) === shape.root ? parentId : null;
      if (rootId) incomplete.add(rootId);
      else unreadable += parts.length;
    }
    const taken = { nodes: roots, incomplete: [...incomplete], unreadable };
    roots = [];
    open = new Map();
    early = new Map();
    unreadable = 0;
    return taken;
  }

  return { add, take, size: () => roots.length };
}

function objectIn(holder: Record<string, unknown>, field: string): Record<string, unknown> {
  const found = holder[field];
  if (isObject(found)) return found;
  const made: Record<string, unknown> = {};
  holder[field] = made;
  return made;
}

/** "gid://shopify/LineItem/7?x=1" → "LineItem". */
function typeOf(id: string): string {
  const from = id.indexOf("/", 6) + 1;
  return id.slice(from, id.indexOf("/", from));
}

/** PostgreSQL takes neither NUL nor half a surrogate pair in what it is to search. */
const unstorable = /\\u(?:0000|d[89a-f])/i;

function parsed(text: string): Node | null {
  try {
    const value: unknown = unstorable.test(text) ? JSON.parse(text, storable) : JSON.parse(text);
    return isNode(value) ? value : null;
  } catch {
    return null;
  }
}

function storable(_key: string, value: unknown): unknown {
  return typeof value === "string" ? value.replaceAll("\0", "").toWellFormed() : value;
}

function isNode(value: unknown): value is Node {
  return isObject(value) && typeof value.id === "string";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
