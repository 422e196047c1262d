/** Answers with what a person should see. */
import { Api } from "#api/Api"
import type { Day } from "#domain/Day"
import type { Severity } from "#domain/Finding"
import { Ledger } from "#ports/Ledger"
import { actOf, quarantineOf } from "#ports/shapes"
import * as Effect from "effect/Effect"
import * as HttpApiBuilder from "effect/http-api/HttpApiBuilder"
import { invalid, ofLedger } from "./Problems.ts"
import { findingOf, pageOf } from "./shapes.ts"

/** The years that there are days of. */
const FIRST = "2000-01-01"
const LAST = "2099-12-31"

const idOf = ({ id }: { readonly id: string }): string => id

export const layer = HttpApiBuilder.group(
  Api,
  "review",
  Effect.fn(function*(handlers) {
    const ledger = yield* Ledger

    const quarantine = Effect.fn("ReviewHandlers.quarantine")(function*(asked: {
      readonly limit?: number
      readonly before?: string
      readonly resolved?: boolean
    }) {
      const { before, limit = 50, resolved = false } = asked
      const found = yield* ledger.quarantined({ limit: limit + 1, before, resolved })
      const { entries, next } = pageOf(found, limit, idOf)
      return { waiting: yield* ledger.waiting, entries: entries.map(quarantineOf), next }
    }, Effect.catchTag("LedgerError", ofLedger))

    const findings = Effect.fn("ReviewHandlers.findings")(function*(asked: {
      readonly limit?: number
      readonly before?: string
      readonly severity?: Severity
      readonly from?: string
      readonly to?: string
    }) {
      const { before, from = FIRST, limit = 50, severity, to = LAST } = asked
      if (from > to) return yield* invalid(`parameter from: ${from} is after to ${to}; the first day comes first`)
      const everyDay = asked.from === undefined && asked.to === undefined
      const found = yield* ledger.findings({
        limit: limit + 1,
        before,
        ...(severity === undefined ? {} : { severity }),
        ...(everyDay ? {} : { days: { from: from as Day, to: to as Day } })
      })
      const { entries, next } = pageOf(found, limit, idOf)
      return { findings: entries.map(findingOf), next }
    }, Effect.catchTag("LedgerError", ofLedger))

    const journal = Effect.fn("ReviewHandlers.journal")(function*(asked: {
      readonly limit?: number
      readonly before?: string
    }) {
      const { before, limit = 50 } = asked
      const { entries, next } = pageOf(yield* ledger.journal({ limit: limit + 1, before }), limit, idOf)
      return { lines: entries.map(actOf), next }
    }, Effect.catchTag("LedgerError", ofLedger))

    return handlers.handleAll({
      quarantine: ({ query }) => quarantine(query),
      findings: ({ query }) => findings(query),
      journal: ({ query }) => journal(query)
    })
  })
)
