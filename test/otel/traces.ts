/** One trace a run, whole and as it should be read, whatever the stores: tried on what has been seen. */
import { assert, type Vitest } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Otlp from "../support/Otlp.ts"
import { type Run, Seen } from "./Seen.ts"

/** Below what a span of a run may stand. What asks a store or writes to it stands below many. */
const ABOVE: Readonly<Record<string, ReadonlyArray<string>>> = {
  window: ["run"],
  publish: ["run"],
  "OdreIngest.fetch": ["window"],
  "OdreIngest.attempt": ["OdreIngest.fetch"],
  "OdreApi.count": ["OdreIngest.attempt"],
  GET: ["OdreApi.count", "OdreIngest.attempt"],
  decode: ["window"],
  keep: ["window"],
  report: ["window"],
  aggregate: ["publish"],
  "PostgresSink.append": ["publish"]
}

const LAKE = { embedded: "PostgresLake", servers: "MongoLake" }

/** Rounded to milliseconds by either side. */
const CLOCK = 2

const named = (spans: ReadonlyArray<Otlp.Span>, name: string) => spans.filter((span) => span.name === name)

const ofRun = (pick: (seen: typeof Seen.Service) => Run) =>
  Effect.map(Seen, (seen) => {
    const spans = seen.traceOf(pick(seen))
    const [root] = named(spans, "run")
    if (root === undefined) throw new Error("The run has no span.")
    return { seen, spans, root }
  })

export const suite = (it: Vitest.MethodsNonLive<Seen>) => {
  it.effect("a run is one trace: each span of it below the one that it is part of, and within its time", () =>
    Effect.gen(function*() {
      for (const pick of [(seen: typeof Seen.Service) => seen.well, (seen: typeof Seen.Service) => seen.morning]) {
        const { root, seen, spans } = yield* ofRun(pick)
        assert.strictEqual(root.parentSpanId, "")
        assert.strictEqual(named(spans, "run").length, 1)
        const byId = new Map(spans.map((span) => [span.spanId, span]))
        for (const span of spans) {
          const parent = byId.get(span.parentSpanId)
          if (span === root) continue
          assert.isDefined(parent, `${span.name} is part of nothing`)
          assert.isAtLeast(span.start, parent!.start - CLOCK, `${span.name} begins before ${parent!.name}`)
          assert.isAtMost(span.end, parent!.end + CLOCK, `${span.name} ends after ${parent!.name}`)
          const above = ABOVE[span.name]
          if (above !== undefined) assert.include(above, parent!.name, span.name)
        }
        for (const name of Object.keys(ABOVE)) assert.isNotEmpty(named(spans, name), `${name}\n${Otlp.tree(spans)}`)
        const keeps = new Set(named(spans, "keep").map(({ spanId }) => spanId))
        const written = named(spans, `${LAKE[seen.stores]}.insert`)
        assert.isNotEmpty(written)
        for (const { parentSpanId } of written) assert.isTrue(keeps.has(parentSpanId))
      }
    }))

  it.effect("the run's span says which it was, who asked, and what came of it", () =>
    Effect.gen(function*() {
      const { root, seen: { days, well } } = yield* ofRun((seen) => seen.well)
      assert.strictEqual(root.kind, "internal")
      assert.notStrictEqual(root.status, "error")
      const expected = {
        "run.id": well.run_id,
        "run.trigger": "backfill",
        "run.from": days.well.from,
        "run.to": days.well.to,
        "run.outcome": "succeeded",
        "run.records": well.counts["records"],
        "run.revisions": well.counts["revisions"],
        "run.days": days.well.days,
        "run.rows": well.counts["rows"]
      }
      for (const [name, value] of Object.entries(expected)) assert.strictEqual(root.attributes[name], value, name)
      assert.match(String(root.attributes["run.requested_by"]), /^api /)
      assert.isAbove(well.counts["records"]!, 8_000)
    }))

  it.effect("a run that the API was asked for is linked to the request, and a morning to nothing", () =>
    Effect.gen(function*() {
      const { spans } = yield* Seen
      for (const pick of [(seen: typeof Seen.Service) => seen.well, (seen: typeof Seen.Service) => seen.ill]) {
        const { root } = yield* ofRun(pick)
        assert.strictEqual(root.links.length, 1)
        const { spanId, traceId } = root.links[0]!
        assert.notStrictEqual(traceId, root.traceId)
        let asked = spans.find((span) => span.spanId === spanId && span.traceId === traceId)
        while (asked !== undefined && asked.kind !== "server") {
          const above: string = asked.parentSpanId
          asked = spans.find((span) => span.spanId === above)
        }
        assert.strictEqual(asked?.attributes["http.request.method"], "POST")
        assert.strictEqual(asked?.attributes["http.route"], "/api/v1/runs")
        assert.strictEqual(asked?.attributes["http.response.status_code"], 202)
      }
      const { root } = yield* ofRun((seen) => seen.morning)
      assert.deepStrictEqual(root.links, [])
      assert.strictEqual(root.attributes["run.trigger"], "catch-up")
    }))

  it.effect("there is a span for a chunk of work and none for a record", () =>
    Effect.gen(function*() {
      const { root, seen: { days }, spans } = yield* ofRun((seen) => seen.well)
      const windows = named(spans, "window")
      for (const name of ["OdreIngest.fetch", "decode", "keep", "report"]) {
        assert.strictEqual(named(spans, name).length, windows.length, name)
      }
      for (const { attributes } of windows) {
        for (const name of ["dataset", "from", "to", "records"]) assert.isDefined(attributes[name], name)
      }
      assert.strictEqual(windows.reduce((sum, { attributes }) => sum + Number(attributes["records"]), 0), 8_064)
      assert.strictEqual(named(spans, "PostgresSink.append").length, days.well.days)
      assert.isBelow(spans.length, Number(root.attributes["run.records"]) / 20)
    }))

  it.effect("calls and statements are client's spans, by the conventions", () =>
    Effect.gen(function*() {
      const { seen: { stores }, spans } = yield* ofRun((seen) => seen.well)
      const client = spans.filter(({ kind }) => kind === "client")
      const http = client.filter(({ attributes }) => attributes["http.request.method"] !== undefined)
      const db = client.filter(({ attributes }) => attributes["db.system.name"] !== undefined)
      assert.strictEqual(http.length + db.length, client.length)
      for (const { attributes } of http) {
        assert.strictEqual(attributes["http.request.method"], "GET")
        assert.strictEqual(attributes["server.address"], "127.0.0.1")
        assert.isNumber(attributes["server.port"])
        assert.match(String(attributes["url.full"]), /^http:\/\/.*\/api\/explore\/v2\.1\/catalog\/datasets\//)
        assert.include([200, 503], attributes["http.response.status_code"])
      }
      for (const { attributes, name } of db) {
        for (const one of ["db.namespace", "server.address", "server.port"]) assert.isDefined(attributes[one], name)
      }
      const systems = new Set(db.map(({ attributes }) => attributes["db.system.name"]))
      assert.deepStrictEqual(systems, new Set(stores === "servers" ? ["postgresql", "mongodb"] : ["postgresql"]))
      for (const { attributes, name } of db.filter(({ attributes }) => attributes["db.system.name"] === "mongodb")) {
        assert.strictEqual(name, `${attributes["db.operation.name"]} ${attributes["db.collection.name"]}`)
      }
      for (const { attributes } of db.filter(({ attributes }) => attributes["db.system.name"] === "postgresql")) {
        assert.match(String(attributes["db.query.text"]), /\w/)
      }
      const inserts = new Set(named(spans, "MongoLake.insert").map(({ spanId }) => spanId))
      for (const { attributes } of db.filter(({ parentSpanId }) => inserts.has(parentSpanId))) {
        assert.isAbove(Number(attributes["db.operation.batch.size"]), 1)
      }
    }))

  it.effect("what went wrong is marked where it did, and a hiccup marks no more than its own attempt", () =>
    Effect.gen(function*() {
      const well = yield* ofRun((seen) => seen.well)
      const failed = well.spans.filter(({ status }) => status === "error").map(({ name }) => name)
      assert.deepStrictEqual(failed.toSorted(), ["GET", "OdreApi.count", "OdreIngest.attempt"])
      const retried = named(well.spans, "OdreIngest.fetch").filter(({ attributes }) => attributes["attempts"] === 2)
      assert.strictEqual(retried.length, 1)

      const { root, spans } = yield* ofRun((seen) => seen.ill)
      assert.strictEqual(root.status, "error")
      assert.strictEqual(root.attributes["run.outcome"], "failed")
      assert.strictEqual(root.attributes["error.type"], "Ingest.QuotaExhausted")
      const [exception] = root.events
      assert.strictEqual(exception?.name, "exception")
      assert.match(String(exception?.attributes["exception.message"]), /^429: /)
      assert.isDefined(exception?.attributes["exception.type"])
      for (const name of ["window", "OdreIngest.fetch", "OdreIngest.attempt", "GET"]) {
        assert.strictEqual(named(spans, name).filter(({ status }) => status === "error").length, 1, name)
      }
      const [call] = named(spans, "GET")
      assert.strictEqual(call?.attributes["http.response.status_code"], 429)
      assert.strictEqual(call?.attributes["error.type"], "429")
      assert.strictEqual(named(spans, "publish").length, 0)
    }))

  it.effect("nobody traces what goes on for ever or is asked each few seconds", () =>
    Effect.gen(function*() {
      const { spans } = yield* Seen
      const roots = spans.filter(({ parentSpanId }) => parentSpanId === "")
      const odd = roots.filter(({ kind, name }) =>
        kind !== "server" && name !== "run" && name !== "WebhookNotices.send"
      )
      assert.deepStrictEqual(odd.map(({ name }) => name), [])
      const health = roots.filter(({ attributes }) =>
        /^\/(healthz|readyz|metrics)/.test(String(attributes["url.path"]))
      )
      assert.deepStrictEqual(health.map(({ name }) => name), [])
    }))

  it.effect("log lines lead to their trace, and say in words what happened and in attributes to what", () =>
    Effect.gen(function*() {
      const { ill, logs, well } = yield* Seen
      const spans = new Map((yield* Seen).spans.map((span) => [span.spanId, span.traceId]))
      for (const { spanId, traceId } of logs.filter(({ traceId }) => traceId !== "")) {
        assert.strictEqual(spans.get(spanId), traceId)
      }
      const linesOf = (run: Run) => logs.filter(({ attributes }) => attributes["run.id"] === run.run_id)
      for (const run of [well, ill]) {
        const { root } = yield* ofRun(() => run)
        assert.isAtLeast(linesOf(run).length, 2)
        for (const line of linesOf(run)) {
          assert.strictEqual(line.traceId, root.traceId, line.body)
          assert.strictEqual(line.attributes["run.trigger"], "backfill")
          assert.match(line.body, /^[A-Z].* .*\w/)
        }
      }
      const [, retried, done] = linesOf(well)
      assert.strictEqual(retried?.severity, "Warn")
      assert.match(retried!.body, /^A call to eco2mix-regional-tr failed: 503/)
      assert.strictEqual(retried!.attributes["error.type"], "Ingest.Unreachable")
      assert.strictEqual(retried!.attributes["dataset"], "eco2mix-regional-tr")
      assert.strictEqual(done?.severity, "Info")
      assert.match(done!.body, /has succeeded: 8064 records/)
      const last = linesOf(ill).at(-1)!
      assert.notStrictEqual(last.severity, "Info")
      assert.match(last.body, /has failed: 429/)
      assert.strictEqual(last.attributes["error.type"], "Ingest.QuotaExhausted")
    }))

  it.effect("traces and logs say who tells, and nothing of the machine", () =>
    Effect.gen(function*() {
      const { logs, spans } = yield* Seen
      const resources = [...spans, ...logs].map(({ resource }) => resource)
      for (const resource of resources) {
        assert.strictEqual(resource["service.name"], "eco2mixd")
        assert.match(String(resource["service.version"]), /^\d+\.\d+\.\d+/)
        assert.strictEqual(resource["deployment.environment.name"], "test")
        assert.isEmpty(Object.keys(resource).filter((name) => /^(host|process|os)\./.test(name)))
      }
      // Two daemons told, one after the other.
      assert.strictEqual(new Set(resources.map((resource) => resource["service.instance.id"])).size, 2)
    }))

  it.effect("no secret is in any of it", () =>
    Effect.gen(function*() {
      const { said, secrets } = yield* Seen
      assert.include(said, "REDACTED")
      for (const secret of secrets) {
        for (const form of [secret, encodeURIComponent(secret), btoa(secret)]) assert.isFalse(said.includes(form), form)
      }
    }))
}
