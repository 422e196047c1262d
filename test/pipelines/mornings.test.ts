import * as Day from "#domain/Day"
import { type Answered, dueHour, MONTHLY_DAYS, nextHour, pauseAfter, WEEKLY_DAYS, windowOf } from "#pipelines/mornings"
import { assert, describe, it } from "@effect/vitest"
import * as Cron from "effect/Cron"

const schedule = Cron.parseUnsafe("30 6 * * *", "Europe/Paris")
const at = (text: string): number => Date.parse(text)
const all = (text: string): Answered => ({ any: at(text), weekly: at(text), monthly: at(text) })

describe("dueHour", () => {
  it("is due from its hour on, until it is answered", () => {
    const before = at("2026-09-29T04:30:00Z")
    assert.isNull(dueHour(schedule, before, at("2026-09-30T04:29:59Z")))
    const hour = at("2026-09-30T04:30:00Z")
    assert.strictEqual(dueHour(schedule, before, hour), hour)
    assert.strictEqual(dueHour(schedule, null, at("2026-09-30T12:00:00Z")), hour)
    assert.isNull(dueHour(schedule, hour, at("2026-09-30T12:00:00Z")))
  })

  it("is not due again when the clock goes back", () => {
    const hour = at("2026-09-30T04:30:00Z")
    for (const back of ["2026-09-30T03:00:00Z", "2026-09-29T05:00:00Z", "2026-09-01T00:00:00Z"]) {
      assert.isNull(dueHour(schedule, hour, at(back)))
    }
  })

  it("stands at half past six in Paris on both sides of both changes of clocks", () => {
    for (
      const [day, hour] of [
        ["2026-03-28", "2026-03-28T05:30:00Z"],
        ["2026-03-29", "2026-03-29T04:30:00Z"],
        ["2026-10-24", "2026-10-24T04:30:00Z"],
        ["2026-10-25", "2026-10-25T05:30:00Z"]
      ] as const
    ) {
      assert.strictEqual(nextHour(schedule, Day.start(day)), at(hour))
      assert.strictEqual(dueHour(schedule, Day.start(day), Day.end(day)), at(hour))
    }
  })
})

describe("windowOf", () => {
  // A Wednesday in the middle of its month.
  const now = at("2026-09-16T04:30:00Z")
  const plain = { now, answered: all("2026-09-15T04:30:00Z"), catchUp: "window", owed: null } as const

  it("is three days on an ordinary morning", () => {
    assert.deepStrictEqual(windowOf(plain), { from: "2026-09-14", to: "2026-09-16" })
  })

  it("is three days on the first one of all, whatever was never read", () => {
    const answered = { any: null, weekly: null, monthly: null }
    assert.deepStrictEqual(windowOf({ ...plain, answered }), { from: "2026-09-14", to: "2026-09-16" })
  })

  it("is 45 days on the first of a week, and 400 on the first of a month, also when it comes late", () => {
    const weekly = { ...plain.answered, weekly: at("2026-09-13T04:30:00Z") }
    assert.strictEqual(Day.count(windowOf({ ...plain, answered: weekly })), WEEKLY_DAYS)
    const monthly = { ...plain.answered, monthly: at("2026-08-31T04:30:00Z") }
    assert.strictEqual(Day.count(windowOf({ ...plain, answered: monthly })), MONTHLY_DAYS)
    const never = { ...plain.answered, weekly: null, monthly: null }
    assert.strictEqual(Day.count(windowOf({ ...plain, answered: never })), MONTHLY_DAYS)
  })

  it("has every day that the missed mornings would have read, in one window", () => {
    const any = at("2026-09-06T04:30:00Z")
    const answered = { ...plain.answered, any }
    assert.deepStrictEqual(windowOf({ ...plain, answered }), { from: "2026-09-05", to: "2026-09-16" })
    for (const catchUp of ["last", "none"] as const) {
      assert.strictEqual(windowOf({ ...plain, answered, catchUp }).from, "2026-09-14")
    }
  })

  it("has what a failed morning left, whatever the policy", () => {
    const owed = "2026-09-10"
    assert.strictEqual(windowOf({ ...plain, catchUp: "none", owed }).from, owed)
  })

  it("has 400 days at most", () => {
    const window = windowOf({ ...plain, answered: all("2024-01-01T05:30:00Z"), owed: "2020-01-01" })
    assert.strictEqual(Day.count(window), MONTHLY_DAYS)
  })
})

describe("pauseAfter", () => {
  it("grows to an hour for the source, and to half a minute for a store", () => {
    const pauses = (waitsFor: "source" | "store") =>
      [1, 2, 3, 8, 50].map((failures) => pauseAfter(failures, waitsFor) / 1_000)
    assert.deepStrictEqual(pauses("source"), [30, 60, 120, 3_600, 3_600])
    assert.deepStrictEqual(pauses("store"), [5, 10, 20, 30, 30])
  })
})
