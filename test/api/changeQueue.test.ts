import { describe, expect, it } from 'vitest'
import { ChangeQueue } from '../../electron/engine/api/changeQueue.ts'
import type { Change } from '../../shared/contract/events.ts'

const counts = { total: 1, unread: 1 }
const removed = (...ids: number[]): Change => ({ type: 'messagesRemoved', ids, counts })
const listeners: Change = { type: 'listenersChanged', listeners: [] }

function queue() {
  let ends = 0
  const changes = new ChangeQueue({ counts: () => counts, onEnd: () => (ends += 1) })
  return { changes, ends: () => ends }
}

describe('changes on their way to a subscriber', () => {
  it('arrive in order', async () => {
    const { changes } = queue()
    changes.push(removed(1))
    changes.push(listeners)
    changes.push(removed(2))
    expect((await changes.next()).value).toEqual(removed(1))
    expect((await changes.next()).value).toEqual(listeners)
    expect((await changes.next()).value).toEqual(removed(2))
  })

  it('reach a subscriber that waits for them', async () => {
    const { changes } = queue()
    const next = changes.next()
    changes.push(removed(7))
    expect(await next).toEqual({ done: false, value: removed(7) })
  })

  it('of one kind are merged while the subscriber is busy', async () => {
    const { changes } = queue()
    for (let id = 1; id <= 500; id++) changes.push(removed(id))
    const { value } = await changes.next()
    expect(value).toEqual(removed(...Array.from({ length: 500 }, (_, index) => index + 1)))
  })

  it('that are too many collapse into one resync, and nothing that came after is lost', async () => {
    const { changes } = queue()
    for (let id = 1; id <= 100_000; id++) changes.push(removed(id))
    changes.push(listeners)
    expect((await changes.next()).value).toMatchObject({ type: 'resync', counts })
    let waiting = 0
    for (let change = await changes.next(); change.value?.type !== 'listenersChanged'; change = await changes.next())
      waiting += 1
    expect(waiting).toBeLessThan(10)
  })

  it('that carry a whole state survive the collapse', async () => {
    const { changes } = queue()
    changes.push(listeners)
    changes.push({ type: 'noticesChanged', notices: [] })
    for (let id = 1; id <= 2_001; id++) changes.push(removed(id))
    const types: (string | undefined)[] = []
    for (let index = 0; index < 3; index++) types.push((await changes.next()).value?.type)
    expect(types).toEqual(['resync', 'listenersChanged', 'noticesChanged'])
  })

  it('end once, whoever ends them, and a waiting subscriber is let go', async () => {
    const { changes, ends } = queue()
    const waiting = changes.next()
    await changes.return()
    await changes.return()
    expect(await waiting).toEqual({ done: true, value: undefined })
    changes.push(removed(1))
    expect(await changes.next()).toEqual({ done: true, value: undefined })
    expect(ends()).toBe(1)
  })
})
