/** What is to be told of a table whose measures are late, and of its being well again. */
import * as Day from "#domain/Day"
import * as Region from "#domain/Region"
import { type Known, newsOf, presumed } from "#pipelines/news"
import { noticeOf } from "#ports/noticeOf"
import type { Freshness } from "#ports/Query"
import { assert, describe, it } from "@effect/vitest"
import { MINUTE, NOTHING, ran, signs, SUCCEEDED, T } from "./Ledgers.ts"

describe("news of regions", () => {
  const known = (latest: number, regions = Region.ALL): ReadonlyArray<Freshness> =>
    regions.map((region) => ({ region, nature: "Données temps réel", latest }))
  const mornings = [ran(0, SUCCEEDED), ran(1440, SUCCEEDED, { slot: T + 1440 * MINUTE })]
  const old = T - 7 * Day.HOUR
  const news = (before: Known, after: number, freshness: ReadonlyArray<Freshness>) =>
    newsOf(before, signs(after, mornings, freshness))

  it("is one for all that are missed, when they had time to be read", () => {
    assert.deepStrictEqual(news(NOTHING, 59, known(old)).notices, [])
    const { known: after, notices } = news(NOTHING, 60, known(old))
    assert.deepStrictEqual(notices.map(({ event }) => event), ["regions.stale"])
    assert.deepInclude(notices[0], { missed: Region.ALL, due: T })
    assert.deepStrictEqual(news(after, 90, known(old)).notices, [])
    assert.deepStrictEqual(news(NOTHING, 90, known(T - 5 * Day.HOUR)).notices, [])
  })

  it("is one for those that join them, and one for those that are back", () => {
    const few = news(NOTHING, 60, [...known(old, ["11"]), ...known(T, Region.ALL.slice(1))])
    const more = news(few.known, 1500, [
      ...known(old, ["11"]),
      ...known(T, ["24"]),
      ...known(T + 20 * Day.HOUR, Region.ALL.slice(2))
    ])
    assert.deepStrictEqual(more.notices.map((notice) => noticeOf(notice).details), [{
      regions: [{ code: "24", name: "Centre-Val de Loire", latest: "2026-05-07T04:30:00.000Z" }],
      missed: ["11", "24"],
      due_at: "2026-05-08T04:30:00.000Z"
    }])
    assert.include(noticeOf(more.notices[0]!).text, "Île-de-France is missed too.")
    const fresh = news(more.known, 1510, [...known(old, ["11"]), ...known(T + 20 * Day.HOUR, Region.ALL.slice(1))])
    assert.deepStrictEqual(fresh.notices.map((notice) => noticeOf(notice).text), [
      "Real-time measures of Centre-Val de Loire are known again. Île-de-France is still missed."
    ])
  })

  it("names those of which nothing is known at all, and has nothing to say of an empty table or before the first morning", () => {
    const { notices } = news(NOTHING, 60, known(T, Region.ALL.slice(1)))
    assert.deepNestedInclude(noticeOf(notices[0]!), {
      "details.regions[0]": { code: "11", name: "Île-de-France", latest: null }
    })
    assert.deepStrictEqual(news(NOTHING, 60, []).notices, [])
    assert.deepStrictEqual(newsOf(NOTHING, signs(600, [], known(old))).notices, [])
    // That the table is away for a moment is no end.
    const stale = news(NOTHING, 60, known(old))
    assert.deepStrictEqual(news(stale.known, 61, []).notices, [])
    assert.deepStrictEqual(news(news(stale.known, 61, []).known, 62, known(old)).notices, [])
  })

  it("is not repeated by the next leader, but of what is missed for another day", () => {
    const first = news(NOTHING, 60, known(old)).notices[0]!
    const next = presumed(signs(600, mornings, known(old)), T + 600 * MINUTE)
    const { known: looked, notices } = news(next, 601, known(old))
    assert.deepStrictEqual(notices, [])
    assert.deepStrictEqual(news(next, 602, known(T)).notices.map(({ event }) => event), ["regions.fresh"])
    const later = news(looked, 600 + 24 * 60, known(old)).notices
    assert.deepStrictEqual(later.map(({ event, id }) => [event, id]), [["regions.stale", first.id]])
  })
})
