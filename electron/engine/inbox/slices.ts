/** Rows per transaction of long work: some milliseconds, so that mail that comes in meanwhile hardly waits. */
const sliceSize = 500

/** Does `work` for all ids, a slice at a time, with a turn of the event loop in between. */
export async function inSlices(ids: readonly number[], work: (slice: readonly number[]) => void): Promise<void> {
  for (let start = 0; start < ids.length; start += sliceSize) {
    if (start > 0) await new Promise(setImmediate)
    work(ids.slice(start, start + sliceSize))
  }
}
