/** A line of one of two texts: in both, only in the newer, or only in the older. */
export interface DiffLine {
  kind: "same" | "added" | "removed";
  text: string;
}

/** Lines compared with lines; beyond it what lies between the ends that are the same is told as replaced. */
const mostPairs = 4_000_000;

/** What makes the older text the newer one, with as few lines as possible (longest common subsequence). */
export function lineDiff(older: string, newer: string): DiffLine[] {
  const [before, after] = [linesOf(older), linesOf(newer)];
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  const least = Math.min(before.length, after.length) - head;
  while (tail < least && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return [
    ...after.slice(0, head).map(same),
    ...middle(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...after.slice(after.length - tail).map(same),
  ];
}

function middle(before: readonly string[], after: readonly string[]): DiffLine[] {
  if (before.length * after.length > mostPairs) return [...before.map(removed), ...after.map(added)];
  const width = after.length + 1;
  /** At [n, m]: how many lines the rest of both have in common. */
  const common = new Uint32Array((before.length + 1) * width);
  for (let n = before.length - 1; n >= 0; n--) {
    for (let m = after.length - 1; m >= 0; m--) {
      common[n * width + m] =
        before[n] === after[m]
          ? common[(n + 1) * width + m + 1]! + 1
          : Math.max(common[(n + 1) * width + m]!, common[n * width + m + 1]!);
    }
  }
  const lines: DiffLine[] = [];
  let [n, m] = [0, 0];
  while (n < before.length && m < after.length) {
    if (before[n] === after[m]) {
      lines.push(same(before[n]!));
      n++;
      m++;
    } else if (common[(n + 1) * width + m]! >= common[n * width + m + 1]!) lines.push(removed(before[n++]!));
    else lines.push(added(after[m++]!));
  }
  return [...lines, ...before.slice(n).map(removed), ...after.slice(m).map(added)];
}

function linesOf(text: string): string[] {
  return text === "" ? [] : text.split("\n");
}

const same = (text: string): DiffLine => ({ kind: "same", text });
const added = (text: string): DiffLine => ({ kind: "added", text });
const removed = (text: string): DiffLine => ({ kind: "removed", text });
