/** Whether all is well, told from every sign by itself and from several at once. */
import * as Day from "#domain/Day"
import { ALL } from "#domain/Region"
import { newRun, NOTHING, type Outcome, type RunRecord } from "#domain/Run"
import { isSpent, quotasOf, type Signs, wellness } from "#layers/http/page/wellness"
import { assert, describe, it } from "@effect/vitest"

const NOW = Date.UTC(2026, 8, 30, 8)

const fresh = (lag: number, regions = ALL) =>
  regions.map((region) => ({ region, nature: "Données temps réel" as const, latest: NOW - lag }))

const ended = (outcome: Outcome, hoursAgo = 2): RunRecord => ({
  run: newRun({
    trigger: "schedule",
    window: { from: "2026-09-28", to: "2026-09-30" },
    datasets: ["eco2mix-regional-tr"],
    requestedBy: "schedule"
  }),
  startedAt: NOW - hoursAgo * Day.HOUR,
  endedAt: NOW - hoursAgo * Day.HOUR + 1000,
  outcome,
  counts: NOTHING,
  step: null,
  quota: { "eco2mix-regional-tr": 41_000 },
  traceId: null
})

const failed = (code: string): Outcome => ({ _tag: "Failed", code, message: "m", remedy: "r" })

const well: Signs = {
  now: NOW,
  away: [],
  freshness: fresh(Day.HOUR),
  runs: [ended({ _tag: "Succeeded" })],
  standing: { leads: true, leader: { id: "a", name: "host:8080", since: 0 }, next: NOW + Day.HOUR },
  quotas: [{ dataset: "eco2mix-regional-tr", limit: 50_000, remaining: 40_000, reset: null }],
  waiting: 0
}

const told = (signs: Partial<Signs>) => {
  const { level, verdict } = wellness({ ...well, ...signs })
  return `${level} ${verdict._tag}`
}

describe("wellness", () => {
  it("all is well when twelve regions are fresh and nothing waits", () => {
    assert.strictEqual(told({}), "well UpToDate")
    const { lag, latest, levels } = wellness(well)
    assert.strictEqual(lag, Day.HOUR)
    assert.strictEqual(latest, NOW - Day.HOUR)
    assert.deepStrictEqual(levels, { lag: "well", lastRun: "well", quota: "well", quarantine: "well" })
  })

  it("a day between two mornings is no lag, more than that is watched, and two mornings without news want a person", () => {
    assert.strictEqual(told({ freshness: fresh(25 * Day.HOUR) }), "well UpToDate")
    assert.strictEqual(told({ freshness: fresh(27 * Day.HOUR) }), "watch Behind")
    assert.strictEqual(told({ freshness: fresh(51 * Day.HOUR) }), "act Behind")
  })

  it("the lag is that of the region furthest behind, and a region that is not there at all is behind", () => {
    const [first, ...rest] = fresh(Day.HOUR)
    assert.strictEqual(
      wellness({ ...well, freshness: [...rest, { ...first!, latest: NOW - 30 * Day.HOUR }] }).lag,
      30 * Day.HOUR
    )
    const { verdict } = wellness({ ...well, freshness: rest })
    assert.deepStrictEqual(verdict._tag === "Behind" && verdict.regions, [first!.region])
  })

  it("the newest nature of a region counts", () => {
    const old = fresh(90 * 24 * Day.HOUR).map((line) => ({ ...line, nature: "Données consolidées" as const }))
    assert.strictEqual(told({ freshness: [...old, ...fresh(Day.HOUR)] }), "well UpToDate")
  })

  it("a failure that passes by itself is watched, another wants a person, and a later success ends both", () => {
    assert.strictEqual(told({ runs: [ended(failed("Ingest.Unreachable"))] }), "watch Retried")
    assert.strictEqual(told({ runs: [ended(failed("Lake.Corrupt"))] }), "act Failed")
    assert.strictEqual(
      told({ runs: [ended({ _tag: "Succeeded" }, 1), ended(failed("Lake.Corrupt"))] }),
      "well UpToDate"
    )
    assert.strictEqual(told({ runs: [ended({ _tag: "Cancelled" }, 1), ended(failed("Lake.Corrupt"))] }), "act Failed")
  })

  it("what waits in quarantine, and a spent quota, want a person", () => {
    assert.strictEqual(told({ waiting: 1 }), "act Quarantine")
    assert.strictEqual(
      told({ quotas: [{ dataset: "eco2mix-regional-tr", limit: 50_000, remaining: 499, reset: null }] }),
      "act QuotaSpent"
    )
  })

  it("the gravest is said: a store that is away before all else", () => {
    const away = [{ code: "Query.Unreachable", detail: "no" }]
    assert.strictEqual(told({ away, waiting: 3, freshness: null, runs: [ended(failed("Lake.Corrupt"))] }), "act Away")
    assert.strictEqual(told({ waiting: 3, runs: [ended(failed("Ingest.Unreachable"))] }), "act Quarantine")
  })

  it("a new daemon has nothing, which is no fault; nobody leading is watched", () => {
    assert.strictEqual(told({ freshness: [], runs: [] }), "watch Empty")
    assert.strictEqual(told({ standing: { leads: false, leader: null, next: null } }), "watch NobodyLeads")
  })

  it("a quota is the source's last word, or that of the last run that knew it", () => {
    const asked = new Map([["eco2mix-regional-tr", { limit: 50_000, remaining: 12, reset: 5 }]] as const)
    assert.deepStrictEqual(quotasOf(["eco2mix-regional-tr"], asked, []), [
      { dataset: "eco2mix-regional-tr", limit: 50_000, remaining: 12, reset: 5 }
    ])
    assert.deepStrictEqual(quotasOf(["eco2mix-regional-tr"], new Map(), [ended({ _tag: "Succeeded" })]), [
      { dataset: "eco2mix-regional-tr", remaining: 41_000, limit: null, reset: null }
    ])
    assert.deepStrictEqual(quotasOf(["eco2mix-regional-tr"], new Map(), []), [])
    assert.isTrue(isSpent({ dataset: "eco2mix-regional-tr", remaining: 0, limit: null, reset: null }))
  })
})
