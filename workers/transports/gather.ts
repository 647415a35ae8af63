/**
 * Joins calls that come while one is under way into the next one, so that many small writes become few statements.
 * Each call resolves with the answer of the statement that carried it.
 */
export function gather<Item, Answer>(work: (items: Item[]) => Promise<Answer>): (item: Item) => Promise<Answer> {
  let waiting: { item: Item; done: (answer: Answer) => void; failed: (error: unknown) => void }[] = [];
  let busy = false;

  async function flush() {
    if (busy || waiting.length === 0) return;
    busy = true;
    const batch = waiting;
    waiting = [];
    try {
      const answer = await work(batch.map(({ item }) => item));
      for (const { done } of batch) done(answer);
    } catch (error) {
      for (const { failed } of batch) failed(error);
    } finally {
      busy = false;
      void flush();
    }
  }

  return (item) =>
    new Promise((done, failed) => {
      waiting.push({ item, done, failed });
      setImmediate(() => void flush());
    });
}
