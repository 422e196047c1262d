/** What is to be told of a ledger as it stands, when it is known what was told before: by the minute, without a clock. */
import type * as Day from "#domain/Day"
import type { FailedRun } from "#domain/Notice"
import type { Outcome, Run } from "#domain/Run"
import { newsOf, presumed } from "#pipelines/news"
import { noticeOf } from "#ports/noticeOf"
import { assert, describe, it } from "@effect/vitest"
import { failing, MINUTE, NOTHING, ran, signs, SUCCEEDED, T, told } from "./Ledgers.ts"

describe("news of mornings", () => {
  it("is one for all tries, and one for the end", () => {
    const runs = [ran(0, failing()), ran(2, failing()), ran(5, failing()), ran(20, SUCCEEDED)]
    assert.deepStrictEqual(told(runs, [1, 3, 6, 21, 22]), [
      ["run.failed Ingest.Refused"],
      [],
      [],
      ["run.recovered Ingest.Refused"],
      []
    ])
  })

  it("leaves what passes by itself its hour, from when it was to be", () => {
    const passing = failing("Ingest.Unreachable")
    assert.deepStrictEqual(told([ran(0, passing), ran(30, passing)], [1, 31, 59, 60, 61]), [
      [],
      [],
      [],
      ["run.failed Ingest.Unreachable"],
      []
    ])
    assert.deepStrictEqual(told([ran(0, passing), ran(30, SUCCEEDED)], [1, 31, 60, 90]), [[], [], [], []])
    // What does not pass is told at once, also in that hour.
    assert.deepStrictEqual(told([ran(0, passing), ran(30, failing("Sink.Refused"))], [1, 31, 61]), [
      [],
      ["run.failed Sink.Refused"],
      []
    ])
  })

  it("tells of each cause once, whatever comes between", () => {
    const runs = [ran(0, failing("A")), ran(2, failing("B")), ran(4, failing("A")), ran(6, failing("B"))]
    assert.deepStrictEqual(told(runs, [1, 3, 5, 7]), [["run.failed A"], ["run.failed B"], [], []])
  })

  it("is over with the next morning that succeeds, whatever it has read; one that was cut short or called off ends nothing", () => {
    const runs = [
      ran(0, failing()),
      ran(10, { _tag: "Interrupted" }),
      ran(20, { _tag: "Cancelled" }),
      ran(1440, { _tag: "Running" }),
      ran(1450, SUCCEEDED, { window: { from: "2026-05-08", to: "2026-05-08" }, trigger: "catch-up" })
    ]
    assert.deepStrictEqual(told(runs, [1, 11, 21, 1441, 1451]), [
      ["run.failed Ingest.Refused"],
      [],
      [],
      [],
      ["run.recovered Ingest.Refused"]
    ])
    const passing = ran(0, failing("Ingest.Unreachable"))
    assert.deepStrictEqual(told([passing, ran(20, { _tag: "Cancelled" })], [1, 21, 61, 90]), [[], [], [], []])
  })

  it("is over with any run that has read the same days", () => {
    const run = { trigger: "manual", window: { from: "2026-05-01", to: "2026-05-07" } } as const
    assert.deepStrictEqual(told([ran(0, failing()), ran(3, SUCCEEDED, run)], [1, 4]), [
      ["run.failed Ingest.Refused"],
      ["run.recovered Ingest.Refused"]
    ])
    const narrow = { ...run, window: { from: "2026-05-06", to: "2026-05-07" } } as const
    assert.deepStrictEqual(told([ran(0, failing()), ran(3, SUCCEEDED, narrow)], [1, 4])[1], [])
  })

  it("counts those in a row, since the first of them", () => {
    const runs = [ran(-9, failing()), ran(-6, SUCCEEDED), ran(0, failing("A")), ran(2, failing("B"))]
    const { notices } = newsOf(NOTHING, signs(3, runs))
    const [notice] = notices
    assert.isTrue(notice?.event === "run.failed")
    if (notice?.event !== "run.failed") return
    assert.deepInclude(notice.failed, { first: runs[2] as FailedRun, last: runs[3] as FailedRun, times: 2 })
    assert.deepInclude(noticeOf(notice), {
      occurred_at: "2026-05-07T04:33:00.000Z",
      text:
        "The morning of 2026-05-07T04:30:00.000Z failed, 2 in a row since 2026-05-07T04:30:00.000Z (B: as it was). " +
        "Do something."
    })
  })
})

describe("news of refreshes", () => {
  const refresh = (after: number, outcome: Outcome) => ran(after, outcome, { trigger: "refresh" })
  const passing = failing("Ingest.Unreachable")

  it("comes after an hour of failures in a row, and not of one", () => {
    const runs = [0, 15, 30, 45, 60, 75].map((after) => refresh(after, passing))
    assert.deepStrictEqual(told(runs, [1, 16, 31, 46, 60, 61, 76]).flat(), ["run.failed Ingest.Unreachable"])
    const between = [refresh(0, passing), refresh(15, SUCCEEDED), refresh(30, passing), refresh(45, SUCCEEDED)]
    assert.deepStrictEqual(told(between, [1, 16, 31, 46, 61, 76, 120]).flat(), [])
  })
})

describe("news of runs that someone asked for", () => {
  const asked = (trigger: "manual" | "backfill" | "replay", from: Day.Day, requestedBy = "api test"): Partial<Run> => ({
    trigger,
    window: { from, to: "2026-05-07" },
    requestedBy
  })

  it("comes at once, of each by itself, and nobody tries them again", () => {
    const passing = failing("Ingest.Unreachable")
    const runs = [
      ran(0, passing, asked("manual", "2026-05-01")),
      ran(0, passing, asked("manual", "2026-05-02", "command root@host")),
      ran(2, passing, asked("manual", "2026-05-01"))
    ]
    assert.deepStrictEqual(told(runs, [1, 3, 70]).map((lines) => lines.length), [2, 1, 0])
  })

  it("of a replay is over with another one, which a run that reads is too", () => {
    const failed = ran(0, failing("Sink.Refused"), asked("replay", "2026-05-02"))
    const over = (run: Partial<Run>) => told([failed, ran(3, SUCCEEDED, run)], [1, 4])[1]!.length === 1
    assert.isTrue(over(asked("replay", "2026-05-01")))
    assert.isFalse(over(asked("replay", "2026-05-03")))
    assert.isTrue(over(asked("backfill", "2026-05-01")))
  })

  it("is not of a backfill that another leader goes on with, unless nobody does", () => {
    const lost = ran(0, failing("Gate.LeadershipLost"), asked("backfill", "2026-04-01"))
    const heir = asked("backfill", "2026-04-01")
    const going = [lost, ran(2, { _tag: "Running" }, { ...heir, resumes: lost.run.id })]
    assert.deepStrictEqual(told(going, [1, 3, 70]).flat(), [])
    const failed = [lost, ran(2, failing("Lake.Refused"), { ...heir, resumes: lost.run.id })]
    assert.deepStrictEqual(told(failed, [1, 3, 70]).flat(), ["run.failed Lake.Refused"])
    assert.deepStrictEqual(told([lost], [1, 59, 61, 90]), [[], [], ["run.failed Gate.LeadershipLost"], []])
  })
})

describe("news for who leads since a moment ago", () => {
  const runs = [ran(0, failing()), ran(100, failing()), ran(1600, SUCCEEDED)]

  it("is nothing that could be told before", () => {
    const known = presumed(signs(50, runs), T + 50 * MINUTE)
    assert.deepStrictEqual(told(runs, [51, 101, 1400], known), [[], [], []])
  })

  it("is the end of it", () => {
    const known = presumed(signs(1500, runs), T + 1500 * MINUTE)
    assert.deepStrictEqual(told(runs, [1501, 1601], known), [[], ["run.recovered Ingest.Refused"]])
  })

  it("is what still stands a day later, by the same name", () => {
    const day = 24 * 60
    const standing = runs.slice(0, 2)
    const first = newsOf(NOTHING, signs(1, standing)).notices[0]!
    const known = presumed(signs(150, standing), T + 150 * MINUTE)
    assert.deepStrictEqual(told(standing, [151, 149 + day, 150 + day, 151 + day, 400 + day], known).map(String), [
      "",
      "",
      "run.failed Ingest.Refused",
      "",
      ""
    ])
    assert.strictEqual(newsOf(known, signs(150 + day, standing)).notices[0]!.id, first.id)
    const asked = [ran(0, failing(), { trigger: "manual", requestedBy: "api test" })]
    assert.deepStrictEqual(told(asked, [150 + day], presumed(signs(150, asked), T + 150 * MINUTE)), [[]])
  })

  it("is what became due since", () => {
    const passing = [ran(0, failing("Ingest.Unreachable"))]
    const known = presumed(signs(40, passing), T + 40 * MINUTE)
    assert.deepStrictEqual(told(passing, [41, 59, 60], known), [[], [], ["run.failed Ingest.Unreachable"]])
    // It ended in the moment in which this one began to lead: nobody else has told it.
    const own = [ran(0, failing())]
    assert.strictEqual(told(own, [2], presumed(signs(2, own), T + MINUTE)).flat().length, 1)
  })
})
