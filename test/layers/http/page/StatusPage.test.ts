/** The page as a browser without scripts gets it: whole, in both languages, whatever is asked and whoever is away. */
import * as Day from "#domain/Day"
import { remediesFrench } from "#layers/http/page/remediesFrench"
import { MemoryAnswers } from "#layers/memory/MemoryQuery"
import { Ledger } from "#ports/Ledger"
import { Listening } from "#ports/Listening"
import { QueryError } from "#ports/Query"
import { assert, describe, it, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { readFileSync } from "node:fs"
import { request } from "node:http"
import { gunzipSync } from "node:zlib"
import { ask, doubles, server } from "../Serving.ts"
import * as Scene from "./Scene.ts"

const TODAY = Day.of(Scene.NOW)

const filled = Layer.provideMerge(
  server(),
  Layer.tap(doubles, (context) => Effect.provideContext(Scene.fill(Scene.NOW, 60), context))
).pipe(Layer.provide(Scene.clockAt(Scene.NOW)))

const french = { headers: { "accept-language": "fr-FR,fr;q=0.9,en;q=0.5" } }
const english = { headers: { "accept-language": "en-GB" } }

const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0

/** Bytes that go over the wire for a path, as a browser asks for it. */
const weight = (path: string) =>
  Effect.flatMap(Listening, ({ url }) =>
    Effect.callback<number>((resume) => {
      request(url + path, { headers: { "accept-encoding": "gzip" } }, (response) => {
        const parts: Array<Buffer> = []
        response.on("data", (part: Buffer) => parts.push(part)).on("end", () => {
          const bytes = Buffer.concat(parts)
          // It is what it says it is.
          gunzipSync(bytes)
          resume(Effect.succeed(bytes.length))
        })
      }).end()
    }))

layer(filled, { excludeTestServices: true })("StatusPage", (it) => {
  it.effect("answers the operator's questions in order, with tables that need no script", () =>
    Effect.gen(function*() {
      const { headers, status, text } = yield* ask("/", french)
      assert.strictEqual(status, 200)
      assert.strictEqual(headers["content-type"], "text/html; charset=utf-8")
      assert.strictEqual(headers["content-language"], "fr")
      assert.match(text, /<html lang="fr">/)
      const order = ["id=\"well\"", "id=\"calendar\"", "id=\"grid\"", "id=\"runs\"", "id=\"start\""]
      assert.deepStrictEqual(
        order.map((id) => text.indexOf(id)).toSorted((a, b) => a - b),
        order.map((id) => text.indexOf(id))
      )
      assert.match(text, /À jour : 12 régions, dernière mesure à\u00A010:\d\d, prochain passage demain\u00A006:30\./)
      assert.strictEqual(count(text, /<td class="[crpm]"><a href="\?day=/g), 12 * 60)
      for (const state of ["c", "r", "p", "m"]) assert.include(text, `<td class="${state}">`)
      assert.isAtLeast(count(text, /<tr id="run-/g), 15)
      assert.include(text, "<b>RTE / ODRÉ, éCO2mix</b>")
      assert.match(text, /ce démon, depuis/)
      assert.include(text, "1 erreur, 1 avertissement en 7 jours")
      assert.include(text, "Rien à faire : il est retenté")
    }))

  it.effect("holds no script and no style of its own in the page, as its policy demands", () =>
    Effect.gen(function*() {
      const { headers, text } = yield* ask("/")
      assert.include(headers["content-security-policy"], "script-src 'self'; style-src 'self'")
      assert.notMatch(text, /<style|\sstyle=|\son\w+=|javascript:/)
      for (const [script] of text.matchAll(/<script[^>]*>/g)) {
        assert.match(script, /^<script (src="\/assets\/[^"]+"( defer)?|type="application\/json" id="[\w-]+")>$/)
      }
    }))

  it.effect("speaks English to whom it is preferred by, and French to all others", () =>
    Effect.gen(function*() {
      const page = yield* ask("/", english)
      assert.match(page.text, /<html lang="en">/)
      assert.match(page.text, /Up to date: 12 regions, last measure at/)
      assert.include(page.text, "succeeded")
      assert.match((yield* ask("/", { headers: { "accept-language": "de" } })).text, /<html lang="fr">/)
      assert.match((yield* ask("/?lang=en", french)).text, /<html lang="en">/)
    }))

  it.effect("a cell's link opens its day: counts, nature, revisions and what was found", () =>
    Effect.gen(function*() {
      const day = Day.plus(TODAY, -4)
      const { text } = yield* ask(`/?day=${day}&region=93`, english)
      const opened = text.slice(text.indexOf("<section id=\"day\""), text.indexOf("<section id=\"grid\""))
      assert.include(opened, "Provence-Alpes-Côte d&#39;Azur")
      assert.match(opened, /partial/)
      assert.match(opened, /real time<\/th><td class="n">52 of 96<\/td><td class="n">52<\/td>/)
      assert.include(opened, "44 of 96 marks have no consumption")
      assert.include(opened, `data-read="${day}"`)
      assert.include(text, " aria-current=\"true\"")
      const inFrench = yield* ask(`/?day=${day}&region=93`, french)
      assert.include(inFrench.text, "Pas de consommation de 13:00 à 23:45 : il en manque 44 sur 96.")
      const jump = yield* ask(`/?day=${Day.plus(TODAY, -2)}&region=93`, french)
      assert.match(jump.text, /à 19:00 : hydraulique de 812.MW à 2.104.MW, plus que 900.MW\./)
      const other = yield* ask(`/?day=${day}&region=11`, english)
      assert.include(other.text, "No finding.")
    }))

  it.effect("shows a span as a table, two moments beside one another, and the same rows as a download", () =>
    Effect.gen(function*() {
      const [from, to] = [Day.plus(TODAY, -7), Day.plus(TODAY, -6)]
      const { text } = yield* ask(`/?region=84&from=${from}&to=${to}&as_of=${to}&page=2`, english)
      assert.include(text, "The same values as a table (192 lines)")
      assert.include(text, "page 2 of 2")
      assert.include(text, "<details id=\"values\" open>")
      // The day before was corrected after that evening.
      assert.isAbove(count(text, /<del>/g), 5)
      const csv = /href="(\/api\/v1\/stats[^"]+)"/.exec(text)![1]!.replaceAll("&amp;", "&")
      assert.include(text, "download>Download as CSV</a>")
      assert.include((yield* ask("/?region=84", english)).text, "download>CSV of both days</a>")
      const download = yield* ask(csv)
      assert.strictEqual(download.status, 200)
      assert.match(String(download.headers["content-type"]), /^text\/csv/)
      assert.isAbove(download.text.split("\n").length, 192)
    }))

  it.effect("is never broken by a question: it names what it did not understand, as text", () =>
    Effect.gen(function*() {
      const hostile = yield* ask("/?region=%3Cscript%3Ealert(1)%3C%2Fscript%3E", french)
      assert.strictEqual(hostile.status, 200)
      assert.include(hostile.text, "« region=&lt;script&gt;alert(1)&lt;/script&gt; » n&#39;a pas été compris")
      assert.notInclude(hostile.text, "<script>")
      const questions = [
        "?day=2026-02-30",
        "?day=2099-12-31&region=93",
        "?from=2000-01-01&to=2002-01-01",
        "?span=30&as_of=2000-01-01",
        "?page=9999",
        "?%E0%A4%A=%00&&&===&region=%F0%9F",
        "?part=grid&region=&nature=Donn%C3%A9es+d%C3%A9finitives",
        "?a?b?c",
        `?${"x=1&".repeat(500)}`
      ]
      for (const question of questions) assert.strictEqual((yield* ask(`/${question}`)).status, 200, question)
    }))

  it.effect("gives the script a part alone", () =>
    Effect.gen(function*() {
      const { text } = yield* ask("/?part=runs,well&lang=en")
      assert.match(text, /<section id="runs"/)
      assert.match(text, /<section id="well"/)
      assert.notMatch(text, /<section id="calendar"|<header/)
    }))

  it.effect("weighs under 60 kB besides the chart library, in one round trip and three files that are asked for once", () =>
    Effect.gen(function*() {
      const { text } = yield* ask("/")
      const own = [...text.matchAll(/(?:href|src)="(\/assets\/page[^"]+)"/g)].map(([, path]) => path!)
      assert.strictEqual(own.length, 2)
      const sizes = yield* Effect.forEach(["/", ...own], weight)
      assert.isBelow(sizes.reduce((sum, size) => sum + size), 60_000)
    }))

  it.effect("serves its files for good under an address that changes with them, and no other file", () =>
    Effect.gen(function*() {
      const { text } = yield* ask("/")
      const paths = [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path]) => path!)
      assert.strictEqual(paths.length, 4)
      for (const path of paths) {
        const { headers, status } = yield* ask(path)
        assert.strictEqual(status, 200)
        assert.match(String(headers["cache-control"]), /max-age=31536000/)
        const again = yield* ask(path, { headers: { "if-none-match": String(headers.etag) } })
        assert.strictEqual(again.status, 304)
        assert.strictEqual(again.text, "")
      }
      for (const path of ["/assets/none.js", "/assets/..%2Fassets.ts", "/assets/__proto__"]) {
        const { headers, status } = yield* ask(path)
        assert.strictEqual(status, 404)
        assert.strictEqual(headers["content-type"], "application/problem+json")
      }
    }))

  it.effect("a store that is away costs its parts, is named with its reason, and makes the page 503", () =>
    Effect.gen(function*() {
      const answers = yield* MemoryAnswers
      yield* answers.fail(new QueryError({ reason: "Unreachable", detail: "Connection <refused> at 127.0.0.1:5432" }))
      const { status, text } = yield* ask("/", french).pipe(Effect.ensuring(answers.fail(undefined)))
      assert.strictEqual(status, 503)
      assert.include(text, "<section id=\"well\" class=\"act\"")
      assert.include(text, "Une base ne répond pas (Query.Unreachable) : lancez eco2mixd doctor")
      assert.include(text, "Connection &lt;refused&gt; at 127.0.0.1:5432")
      assert.include(text, "Voyez si PostgreSQL est démarré")
      assert.isAtLeast(count(text, /<tr id="run-/g), 15)
      assert.strictEqual((yield* ask("/", french)).status, 200)
    }))

  it.effect("says what a person must do about a record in quarantine", () =>
    Effect.gen(function*() {
      const ledger = yield* Ledger
      const [last] = yield* ledger.runs({ limit: 1 })
      yield* ledger.quarantine(last!.run, [
        { dataset: "eco2mix-regional-tr", reason: "NotJson", detail: "no JSON", text: "{", bytes: 1 }
      ])
      const page = yield* ask("/?part=well", french)
      const [entry] = yield* ledger.quarantined({ limit: 1 })
      yield* ledger.resolve([entry!.id], "dropped", "command test")
      assert.include(page.text, "<section id=\"well\" class=\"act\"")
      assert.include(page.text, "1 enregistrement en quarantaine attend votre décision : eco2mixd quarantine list.")
      assert.include((yield* ask("/?part=well", french)).text, "<section id=\"well\" class=\"well\"")
    }))
})

describe("remediesFrench", () => {
  it("has a French remedy for each that the program knows, and for no other", () => {
    const source = readFileSync(new URL("../../../../src/ports/remedy.ts", import.meta.url), "utf8")
    const known = [...source.matchAll(/^ {2}"?([A-Z]\w+(?:\.\w+)?)"?:/gm)].map(([, code]) => code!)
    assert.isAbove(known.length, 15)
    assert.deepStrictEqual(Object.keys(remediesFrench).toSorted(), known.toSorted())
  })
})
