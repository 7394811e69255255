/** A run of lines that differs: `before[fromBefore, toBefore)` became `after[fromAfter, toAfter)`, counted from 0. */
export interface Hunk {
  fromBefore: number;
  toBefore: number;
  fromAfter: number;
  toAfter: number;
}

/**
 * How many insertions and deletions are searched for before giving up.
 * The search keeps one small array per edit, so this bounds both its time and its memory.
 */
const EDITS_MAX = 200;

/** The lines that differ between two texts, by Myers' greedy search between the common head and tail. */
export function diffLines(before: readonly string[], after: readonly string[]): Hunk[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;

  const hunks = middle(before.slice(head, before.length - tail), after.slice(head, after.length - tail));
  return hunks.map((hunk) => ({
    fromBefore: hunk.fromBefore + head,
    toBefore: hunk.toBefore + head,
    fromAfter: hunk.fromAfter + head,
    toAfter: hunk.toAfter + head,
  }));
}

function middle(before: readonly string[], after: readonly string[]): Hunk[] {
  if (before.length === 0 && after.length === 0) return [];
  const everything: Hunk = { fromBefore: 0, toBefore: before.length, fromAfter: 0, toAfter: after.length };
  if (before.length === 0 || after.length === 0) return [everything];
  const trace = search(before, after);
  // Two texts with almost nothing in common are one big change: a longer search would not say more.
  return trace === null ? [everything] : walkBack(trace, before.length, after.length);
}

/** The furthest position reached in `before` on each diagonal, one map per number of edits; null when there are too many edits. */
function search(before: readonly string[], after: readonly string[]): Map<number, number>[] | null {
  const reached = new Map<number, number>([[1, 0]]);
  const trace: Map<number, number>[] = [];
  for (let edits = 0; edits <= EDITS_MAX; edits++) {
    trace.push(new Map(reached));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = comesFromAbove(reached, diagonal, edits) ? at(reached, diagonal + 1) : at(reached, diagonal - 1) + 1;
      while (x < before.length && x - diagonal < after.length && before[x] === after[x - diagonal]) x++;
      reached.set(diagonal, x);
      if (x >= before.length && x - diagonal >= after.length) return trace;
    }
  }
  return null;
}

/** Follows the search from the end to the start and joins the edits that touch each other. */
function walkBack(trace: readonly Map<number, number>[], beforeLength: number, afterLength: number): Hunk[] {
  const hunks: Hunk[] = [];
  let x = beforeLength;
  let y = afterLength;
  for (let edits = trace.length - 1; edits > 0; edits--) {
    const reached = trace[edits];
    if (reached === undefined) break;
    const diagonal = x - y;
    const above = comesFromAbove(reached, diagonal, edits);
    const fromX = at(reached, above ? diagonal + 1 : diagonal - 1);
    const fromY = fromX - (above ? diagonal + 1 : diagonal - 1);
    const edit = { fromBefore: fromX, toBefore: above ? fromX : fromX + 1, fromAfter: fromY, toAfter: above ? fromY + 1 : fromY };
    const next = hunks[0];
    if (next !== undefined && next.fromBefore === edit.toBefore && next.fromAfter === edit.toAfter) {
      next.fromBefore = edit.fromBefore;
      next.fromAfter = edit.fromAfter;
    } else {
      hunks.unshift(edit);
    }
    x = fromX;
    y = fromY;
  }
  return hunks;
}

function comesFromAbove(reached: ReadonlyMap<number, number>, diagonal: number, edits: number): boolean {
  return diagonal === -edits || (diagonal !== edits && at(reached, diagonal - 1) < at(reached, diagonal + 1));
}

function at(reached: ReadonlyMap<number, number>, diagonal: number): number {
  return reached.get(diagonal) ?? 0;
}
