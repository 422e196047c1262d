/** Whether all is well, told from every sign by itself and from several at once. */
import * as Day from "#domain/Day"
import { ALL } from "#domain/Region"
import { newRun, NOTHING, type Outcome, type RunRecord, type Trigger } from "#domain/Run"
import { quotasOf, type Signs, wellness } from "#layers/http/page/wellness"
import { assert, describe, it } from "@effect/vitest"

const NOW = Date.UTC(2026, 8, 30, 8)

const fresh = (lag: number, regions = ALL) =>
  regions.map((region) => ({ region, nature: "Données temps réel" as const, latest: NOW - lag }))

const ended = (outcome: Outcome, hoursAgo = 2, trigger: Trigger = "schedule"): RunRecord => ({
  run: newRun({
    trigger,
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
  traceId: null,
  asked: null
})

const failed = (code: string): Outcome => ({ _tag: "Failed", code, message: "m", remedy: "r" })

const well: Signs = {
  now: NOW,
  away: [],
  freshness: fresh(Day.HOUR),
  runs: [ended({ _tag: "Succeeded" })],
  mornings: [ended({ _tag: "Succeeded" })],
  due: NOW - 2 * Day.HOUR,
  standing: { leads: true, leader: { id: "a", name: "host:8080", since: 0 }, next: NOW + Day.HOUR },
  quotas: [{ dataset: "eco2mix-regional-tr", limit: 50_000, remaining: 40_000, reset: null, since: NOW }],
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

  it("what came since the last reading was due is no lag; what that should have brought wants a person", () => {
    assert.strictEqual(told({ freshness: fresh(7.9 * Day.HOUR) }), "well UpToDate")
    assert.strictEqual(told({ freshness: fresh(8.1 * Day.HOUR) }), "act Behind")
    assert.strictEqual(told({ freshness: fresh(25 * Day.HOUR), due: NOW - 20 * Day.HOUR }), "well UpToDate")
    assert.strictEqual(told({ freshness: fresh(90 * Day.HOUR), due: null }), "well UpToDate")
  })

  it("the lag is that of the region furthest behind, and a region that is not there at all is behind", () => {
    const [first, ...rest] = fresh(Day.HOUR)
    assert.strictEqual(
      wellness({ ...well, freshness: [...rest, { ...first!, latest: NOW - 30 * Day.HOUR }] }).lag,
      30 * Day.HOUR
    )
    const { level, verdict } = wellness({ ...well, freshness: rest })
    assert.strictEqual(level, "act")
    assert.deepStrictEqual(verdict._tag === "Behind" && verdict.regions, [first!.region])
  })

  it("real time alone can lag", () => {
    const old = fresh(90 * 24 * Day.HOUR).map((line) => ({ ...line, nature: "Données consolidées" as const }))
    assert.strictEqual(told({ freshness: [...old, ...fresh(Day.HOUR)] }), "well UpToDate")
    assert.strictEqual(told({ freshness: old, due: null }), "well UpToDate")
    const young = fresh(0).map((line) => ({ ...line, nature: "Données consolidées" as const }))
    assert.strictEqual(told({ freshness: [...young, ...fresh(30 * Day.HOUR)] }), "act Behind")
  })

  it("a failed morning is watched while it is tried again, else wants a person", () => {
    const passing = (hoursAgo: number) => [ended(failed("Ingest.Unreachable"), hoursAgo)]
    assert.strictEqual(told({ mornings: passing(0.5) }), "watch Retried")
    assert.strictEqual(told({ mornings: passing(2) }), "act Failed")
    const alone = { leads: false, leader: null, next: null }
    assert.strictEqual(told({ mornings: passing(0.5), standing: alone }), "act Failed")
    assert.strictEqual(told({ mornings: [ended(failed("Lake.Corrupt"), 0.5)] }), "act Failed")
  })

  it("what reads the same days makes up for a failed morning; a replay hides none; a failed manual run is no morning", () => {
    const mornings = [ended(failed("Lake.Corrupt"))]
    const since = (outcome: Outcome, trigger: Trigger) =>
      told({ mornings, runs: [ended(outcome, 1, trigger), ...mornings] })
    assert.strictEqual(since({ _tag: "Succeeded" }, "manual"), "well UpToDate")
    assert.strictEqual(since({ _tag: "Succeeded" }, "replay"), "act Failed")
    assert.strictEqual(since({ _tag: "Cancelled" }, "manual"), "act Failed")
    assert.strictEqual(told({ runs: [ended(failed("Lake.Corrupt"), 1, "manual")] }), "well UpToDate")
  })

  it("what waits in quarantine, and a spent quota, want a person", () => {
    assert.strictEqual(told({ waiting: 1 }), "act Quarantine")
    assert.strictEqual(
      told({ quotas: [{ dataset: "eco2mix-regional-tr", limit: 50_000, remaining: 49, reset: null, since: NOW }] }),
      "act QuotaSpent"
    )
  })

  it("the gravest is said: a store that is away before all else", () => {
    const away = [{ code: "Query.Unreachable", detail: "no" }]
    assert.strictEqual(
      told({ away, waiting: 3, freshness: null, mornings: [ended(failed("Lake.Corrupt"))] }),
      "act Away"
    )
    assert.strictEqual(told({ waiting: 3, mornings: [ended(failed("Ingest.Unreachable"), 0.5)] }), "act Quarantine")
  })

  it("a new daemon has nothing, which is no fault; nobody leading is watched", () => {
    assert.strictEqual(told({ freshness: [], runs: [], mornings: [], due: null }), "watch Empty")
    assert.strictEqual(told({ standing: { leads: false, leader: null, next: null } }), "watch NobodyLeads")
  })

  it("a quota is the source's last word, or that of the last run that knew it", () => {
    const asked = new Map([["eco2mix-regional-tr", { limit: 50_000, remaining: 12, reset: 5 }]] as const)
    assert.deepStrictEqual(quotasOf(["eco2mix-regional-tr"], asked, [], NOW), [
      { dataset: "eco2mix-regional-tr", limit: 50_000, remaining: 12, reset: 5, since: NOW }
    ])
    assert.deepStrictEqual(quotasOf(["eco2mix-regional-tr"], new Map(), [ended({ _tag: "Succeeded" })], NOW), [
      { dataset: "eco2mix-regional-tr", remaining: 41_000, limit: null, reset: null, since: NOW - 2 * Day.HOUR + 1000 }
    ])
    assert.deepStrictEqual(quotasOf(["eco2mix-regional-tr"], new Map(), [], NOW), [])
  })
})
