/** Notices for those who only send them. */
import type { FailedRun, Notice } from "#domain/Notice"
import { begun, newRun } from "#domain/Run"

const STARTED = Date.parse("2026-05-07T04:30:00Z")

const failed: FailedRun = {
  ...begun(
    newRun({
      id: "6d9a5f0c-77c1-4b6e-8a57-1f6f3c0f2f10",
      trigger: "schedule",
      window: { from: "2026-05-05", to: "2026-05-07" },
      datasets: ["eco2mix-regional-tr"],
      requestedBy: "schedule",
      slot: STARTED
    }),
    STARTED
  ),
  endedAt: STARTED + 2_000,
  outcome: {
    _tag: "Failed",
    code: "Ingest.Refused",
    message: "404: no such dataset",
    remedy: "See whether it is right."
  },
  traceId: "4bf92f3577b34da6a3ce929d0e0e4736"
}

export const failedMorning = (id: string): Notice => ({
  event: "run.failed",
  id,
  occurredAt: STARTED + 2_000,
  failed: { first: failed, last: failed, times: 1 }
})

export const testNotice = (id: string): Notice => ({ event: "test", id, occurredAt: STARTED })
