/** When data was last due, told by the runs alone; the rest is told through the command line and the page. */
import * as Concern from "#domain/Concern"
import type { Dataset } from "#domain/Dataset"
import * as Day from "#domain/Day"
import { begun, newRun, type Trigger } from "#domain/Run"
import { assert, describe, it } from "@effect/vitest"

const NOW = Date.UTC(2026, 8, 30, 8)

const ended = (trigger: Trigger, hoursAgo: number, dataset: Dataset = "eco2mix-regional-tr", slot?: number) => ({
  ...begun(
    newRun({
      trigger,
      window: { from: "2026-09-28", to: "2026-09-30" },
      datasets: [dataset],
      requestedBy: "test",
      slot: slot ?? null
    }),
    NOW - hoursAgo * Day.HOUR
  ),
  endedAt: NOW - hoursAgo * Day.HOUR + 1
})

describe("lastDue", () => {
  it("is the hour of the last morning or refresh that had time to be tried again", () => {
    assert.strictEqual(Concern.lastDue([], NOW), null)
    const morning = ended("schedule", 5, "eco2mix-regional-tr", NOW - 6 * Day.HOUR)
    assert.strictEqual(Concern.lastDue([morning], NOW), NOW - 6 * Day.HOUR)
    assert.strictEqual(Concern.lastDue([ended("schedule", 0.5), morning], NOW), NOW - 6 * Day.HOUR)
    assert.strictEqual(Concern.lastDue([morning, ended("refresh", 2)], NOW), NOW - 2 * Day.HOUR)
  })

  it("knows nothing from what goes now, was asked for by hand, or reads no real time", () => {
    const others = [
      { ...ended("catch-up", 3), endedAt: null },
      ended("manual", 3),
      ended("replay", 3),
      ended("schedule", 3, "eco2mix-regional-cons-def")
    ]
    assert.strictEqual(Concern.lastDue(others, NOW), null)
  })
})
