import { describe, expect, test } from 'vitest'
import { fits, wantedOf, everything } from '../../../renderer/relay/deliveries/filter.ts'
import { mergedPages, type DeliveryPage } from '../../../renderer/relay/deliveries/merge.ts'
import type { Delivery } from '../../../shared/model/delivery.ts'

function delivery(id: number, change: Partial<Delivery> = {}): Delivery {
  return {
    id,
    messageId: id,
    subject: 'Hello',
    sender: 'app@shop.example',
    recipient: `user${id}@example.test`,
    originalRecipient: null,
    status: 'queued',
    simulated: false,
    upstreamId: 'u1',
    upstreamName: 'SendGrid',
    released: false,
    credentialId: null,
    tries: 0,
    createdAt: '2026-01-01T00:00:00.000Z',
    nextTryAt: null,
    finishedAt: null,
    reply: null,
    explanation: '',
    ...change,
  }
}

const all = wantedOf(everything)
const page = (ids: number[], nextCursor: string | null, total = ids.length): DeliveryPage => ({
  items: ids.map((id) => delivery(id)),
  nextCursor,
  total,
})
const idsOf = (pages: readonly DeliveryPage[]) => pages.map(({ items }) => items.map(({ id }) => id))

describe('changed deliveries come into the lists that are shown', () => {
  test('a new one stands on top and is counted', () => {
    const merged = mergedPages([page([9, 8], 'c', 5), page([7], 'd', 5)], all, [delivery(10)])
    expect(idsOf(merged)).toEqual([[10, 9, 8], [7]])
    expect(merged.map(({ total }) => total)).toEqual([6, 6])
  })

  test('a known one is changed in its place, and pages without change stay the same objects', () => {
    const pages = [page([9, 8], 'c'), page([7, 6], null)]
    const merged = mergedPages(pages, all, [delivery(7, { status: 'delivered' })])
    expect(merged[0]).toBe(pages[0])
    expect(merged[1]?.items[0]?.status).toBe('delivered')
  })

  test('one that does not fit the filter any more goes, one that begins to fit comes', () => {
    const queued = wantedOf({ ...everything, status: 'queued' })
    const merged = mergedPages([page([9, 8, 6], null)], queued, [delivery(8, { status: 'failed' }), delivery(7)])
    expect(idsOf(merged)).toEqual([[9, 7, 6]])
    expect(merged[0]?.total).toBe(3)
  })

  test('one that belongs to a page that was not read yet comes with that page', () => {
    expect(idsOf(mergedPages([page([9, 8], 'c')], all, [delivery(3)]))).toEqual([[9, 8]])
    expect(idsOf(mergedPages([page([9, 8], null)], all, [delivery(3)]))).toEqual([[9, 8, 3]])
    expect(idsOf(mergedPages([page([], null)], all, [delivery(3)]))).toEqual([[3]])
  })
})

test('the filter says what the engine would say', () => {
  expect(fits(delivery(1, { status: 'sending' }), wantedOf({ ...everything, status: 'queued' }))).toBe(true)
  expect(fits(delivery(1, { status: 'held' }), wantedOf({ ...everything, status: 'waiting' }))).toBe(true)
  expect(fits(delivery(1), wantedOf({ ...everything, kind: 'sandbox' }))).toBe(false)
  expect(fits(delivery(1), wantedOf({ ...everything, upstreamId: 'other' }))).toBe(false)
  expect(fits(delivery(1), wantedOf({ ...everything, search: ' USER1@ ' }))).toBe(true)
  expect(fits(delivery(1), wantedOf({ ...everything, search: 'nobody' }))).toBe(false)
})
