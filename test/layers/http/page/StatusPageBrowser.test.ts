/** The page in a real Chromium: what a visitor sees, does with mouse and keyboard, and need not reload for. */
import * as Day from "#domain/Day"
import { MemoryAnswers } from "#layers/memory/MemoryQuery"
import { MemoryWork } from "#layers/memory/MemoryRuns"
import { Listening } from "#ports/Listening"
import { Runs } from "#ports/Runs"
import { assert, describe, it, layer } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import { mkdirSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Page } from "playwright-core"
import * as Browser from "../../../support/Browser.ts"
import { doubles, server, TOKEN } from "../Serving.ts"
import * as Scene from "./Scene.ts"

const TODAY = Day.of(Scene.NOW)

/** Where pictures of the page lie after the test, for a person to look at. */
const pictures = join(tmpdir(), "eco2mixd-page")

const filled = Layer.provideMerge(
  server(),
  Layer.tap(doubles, (context) => Effect.provideContext(Scene.fill(Scene.NOW, 60), context))
).pipe(Layer.provide(Scene.clockAt(Scene.NOW)))

const told = <A>(work: () => Promise<A>) => Effect.promise(work)

const shoot = (page: Page, name: string) =>
  told(() => {
    mkdirSync(pictures, { recursive: true })
    return page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true })
  })

const widths = (page: Page) =>
  told(() => page.evaluate<readonly [number, number]>("[document.documentElement.scrollWidth, innerWidth]"))

describe.skipIf(Browser.missing !== undefined)(`StatusPage in Chromium${Browser.missing ?? ""}`, () => {
  layer(filled, { excludeTestServices: true })("a visit", (it) => {
    for (
      const [name, path, options] of [
        ["light", "/", {}],
        ["dark-day", `/?day=${Day.plus(TODAY, -4)}&region=93`, { colorScheme: "dark", locale: "en-GB" }],
        ["as-of", `/?region=84&from=${Day.plus(TODAY, -7)}&to=${Day.plus(TODAY, -6)}&as_of=${Day.plus(TODAY, -6)}`, {}],
        ["phone", "/", { viewport: { width: 360, height: 740 } }],
        ["phone-dark", "/?region=11", { viewport: { width: 360, height: 740 }, colorScheme: "dark", locale: "en-GB" }]
      ] as const
    ) {
      it.effect(`${name}: nothing is broken, asks strangers, keeps people out or is wider than the window`, () =>
        Effect.gen(function*() {
          const { url } = yield* Listening
          const { errors, page, strangers } = yield* Browser.visit(url + path, options)
          yield* told(() => page.waitForSelector("#mix canvas"))
          yield* told(() => page.waitForSelector(".live.on"))
          yield* shoot(page, name)
          const [wide, window] = yield* widths(page)
          assert.isAtMost(wide, window)
          assert.deepStrictEqual(yield* Browser.barriers(page), [])
          assert.deepStrictEqual(strangers, [])
          assert.deepStrictEqual(errors, [])
        }))
    }

    it.effect("without a script it is tables and links, also on a phone, and its forms ask by themselves", () =>
      Effect.gen(function*() {
        const { url } = yield* Listening
        const { page } = yield* Browser.visit(url, { javaScriptEnabled: false, viewport: { width: 360, height: 740 } })
        yield* shoot(page, "phone-without-script")
        for (const selector of [".calendar", ".readout", ".runs"]) {
          assert.isTrue(yield* told(() => page.locator(selector).isVisible()), selector)
        }
        for (const selector of ["#mix", "#start", "[data-verb]"]) {
          assert.isFalse(yield* told(() => page.locator(selector).first().isVisible()), selector)
        }
        yield* told(() => page.locator("select[name=region]").selectOption("53"))
        yield* told(() => page.locator("#ask button").click())
        assert.match(page.url(), /region=53/)
        assert.include(yield* told(() => page.locator("figure h3").innerText()), "Bretagne")
        yield* told(() => page.locator(".calendar .r a").last().click())
        assert.isTrue(yield* told(() => page.locator("#day-title").isVisible()))
      }))

    it.effect("choosing a region and a span shows them without a reload, and back leads back", () =>
      Effect.gen(function*() {
        const { url } = yield* Listening
        const { errors, page } = yield* Browser.visit(url)
        yield* told(() => page.evaluate("window.stayed = true"))
        yield* told(() => page.locator("select[name=region]").selectOption("44"))
        yield* told(() => page.locator("figure h3", { hasText: "Grand Est" }).waitFor())
        yield* told(() => page.locator("#ask .spans span", { hasText: "7 jours" }).click())
        yield* told(() => page.waitForURL(/span=7/))
        yield* told(() => page.locator("figcaption", { hasText: "moyennes par heure" }).waitFor())
        assert.strictEqual(yield* told(() => page.locator("#mix canvas").count()), 1)
        yield* told(() => page.goBack())
        yield* told(() => page.locator("figcaption", { hasText: "par quart d'heure" }).waitFor())
        assert.isTrue(yield* told(() => page.evaluate("window.stayed")))
        assert.deepStrictEqual(errors, [])
      }))

    it.effect("the cursor reads every value of an instant, by mouse and by keyboard", () =>
      Effect.gen(function*() {
        const { url } = yield* Listening
        const { page } = yield* Browser.visit(url)
        yield* told(() => page.waitForSelector("#mix canvas"))
        const read = told(() => page.locator(".readout").innerText())
        const last = yield* read
        yield* told(() => page.locator("#mix .u-over").hover({ position: { x: 200, y: 100 } }))
        const hovered = yield* read
        assert.notStrictEqual(hovered, last)
        yield* told(() => page.locator("#cursor").focus())
        yield* told(() => page.keyboard.press("ArrowLeft"))
        const stepped = yield* read
        assert.notStrictEqual(stepped, hovered)
        const said = yield* told(() => page.locator("#cursor").getAttribute("aria-valuetext"))
        assert.include(said, (yield* told(() => page.locator("#moment").innerText())).trim())
      }))

    it.effect("by keyboard: past the header, from cell to cell, into a day and out of it again", () =>
      Effect.gen(function*() {
        const { url } = yield* Listening
        const { page } = yield* Browser.visit(url)
        yield* told(() => page.waitForSelector("#mix canvas"))
        yield* told(() => page.keyboard.press("Tab"))
        assert.strictEqual(yield* told(() => page.evaluate("document.activeElement.className")), "skip")
        const focused = told(() => page.evaluate<string>("document.activeElement.getAttribute('href')"))
        yield* told(() => page.locator(".calendar a[tabindex='0']").focus())
        assert.strictEqual(yield* focused, `?day=${TODAY}&region=11#day`)
        for (const key of ["ArrowLeft", "ArrowDown", "ArrowDown", "ArrowUp"]) {
          yield* told(() => page.keyboard.press(key))
        }
        assert.strictEqual(yield* focused, `?day=${Day.plus(TODAY, -1)}&region=24#day`)
        assert.match(
          yield* told(() => page.evaluate<string>("document.activeElement.ariaLabel")),
          /^Centre-Val de Loire, \w+ \d+ \S+ : /
        )
        yield* told(() => page.keyboard.press("Enter"))
        yield* told(() => page.locator("#day-title", { hasText: "Centre-Val de Loire" }).waitFor())
        yield* told(() => page.waitForSelector("#day-title:focus"))
        yield* told(() => page.keyboard.press("Tab"))
        yield* told(() => page.keyboard.press("Enter"))
        yield* told(() => page.waitForSelector(".calendar a:focus"))
        assert.strictEqual(yield* focused, `?day=${Day.plus(TODAY, -1)}&region=24#day`)
        assert.isFalse(yield* told(() => page.locator("#day").isVisible()))
      }))

    it.effect("a run that is started asks for the token, moves and ends before the visitor's eyes", () =>
      Effect.gen(function*() {
        const { url } = yield* Listening
        const runs = yield* Runs
        const work = yield* MemoryWork
        const { errors, page } = yield* Browser.visit(url)
        yield* told(() => page.waitForSelector(".live.on"))
        yield* told(() => page.evaluate("window.stayed = true"))
        yield* told(() => page.locator("#start button").click())
        yield* told(() => page.locator("#token input").fill("not-the-token-of-this-daemon"))
        yield* told(() => page.keyboard.press("Enter"))
        yield* told(() => page.locator("#token .wrong", { hasText: "Ce jeton n'est pas le bon." }).waitFor())
        yield* told(() => page.locator("#token input").fill(TOKEN))
        yield* told(() => page.keyboard.press("Enter"))
        const row = page.locator("tr", { has: page.locator(".outcome.Running") })
        yield* told(() => row.waitFor())
        const [live] = yield* runs.live
        assert.strictEqual(live!.run.trigger, "manual")
        assert.deepStrictEqual(live!.run.window, { from: Day.plus(TODAY, -2), to: TODAY })
        yield* work.step(live!.run.id, { doing: "Publishing the days that differ", done: 2, total: 3, ahead: null }, {
          revisions: 41
        })
        yield* told(() => row.locator(".step", { hasText: "Publication des jours qui diffèrent" }).waitFor())
        assert.strictEqual(yield* told(() => row.locator("progress").getAttribute("value")), "2")
        yield* work.end(live!.run.id, { _tag: "Succeeded" })
        const id = `#run-${live!.run.id}`
        yield* told(() => page.locator(`${id} .outcome.Succeeded`).waitFor())
        yield* told(() => page.locator("#said", { hasText: "Passage terminé : réussi." }).waitFor())
        assert.isTrue(yield* told(() => page.evaluate("window.stayed")))
        // The browser itself logs the answer to the wrong token.
        assert.deepStrictEqual(errors.filter((error) => !error.includes("401")), [])
        const stored = yield* told(() =>
          page.evaluate<string>("JSON.stringify([{ ...localStorage }, document.cookie])")
        )
        assert.strictEqual(stored, "[{},\"\"]")
      }))

    it.effect("a backfill can be halted, taken up again and called off", () =>
      Effect.gen(function*() {
        const { url } = yield* Listening
        const runs = yield* Runs
        const { page } = yield* Browser.visit(url, { locale: "en-GB" })
        yield* told(() => page.waitForSelector(".live.on"))
        yield* told(() => page.evaluate(`sessionStorage.setItem("eco2mixd-token", ${JSON.stringify(TOKEN)})`))
        const { id } = yield* runs.start({
          trigger: "backfill",
          window: { from: "2025-01-01", to: "2025-12-31" },
          datasets: ["eco2mix-regional-cons-def"],
          requestedBy: "test",
          oldestFirst: false,
          anew: false
        })
        const row = page.locator(`#run-${id}`)
        yield* told(() => row.getByRole("button", { name: "Pause" }).click())
        yield* told(() => row.getByText("paused on request").waitFor())
        yield* told(() => row.getByRole("button", { name: "Resume" }).click())
        yield* told(() => row.getByRole("button", { name: "Pause" }).waitFor())
        yield* told(() => row.getByRole("button", { name: "Cancel" }).click())
        yield* told(() => row.getByText("cancelled").waitFor())
        assert.deepStrictEqual(yield* runs.live, [])
      }))

    it.effect("what a run has brought is shown once it ends", () =>
      Effect.gen(function*() {
        const { url } = yield* Listening
        const runs = yield* Runs
        const work = yield* MemoryWork
        const answers = yield* MemoryAnswers
        yield* answers.hold([])
        const { page } = yield* Browser.visit(url, { locale: "en-GB" })
        yield* told(() => page.waitForSelector(".live.on"))
        yield* told(() => page.locator("h1", { hasText: "Nothing yet" }).waitFor())
        yield* shoot(page, "empty")
        const { id } = yield* runs.start({
          trigger: "manual",
          window: { from: TODAY, to: TODAY },
          datasets: ["eco2mix-regional-tr"],
          requestedBy: "test",
          oldestFirst: false,
          anew: false
        })
        yield* answers.hold(Scene.rowsUpTo(Scene.NOW, 3))
        yield* work.end(id, { _tag: "Succeeded" })
        yield* told(() => page.locator("h1", { hasText: "Up to date: 12 regions" }).waitFor())
        yield* told(() => page.waitForSelector("#mix canvas"))
        assert.strictEqual(yield* told(() => page.locator(".calendar td.p").count()), 12)
      }))
  })

  it.live("a daemon that goes and comes back is noticed, and what was missed is fetched", () =>
    Effect.gen(function*() {
      const stores = yield* Layer.build(doubles)
      const serve = Effect.fnUntraced(function*(port: string) {
        const scope = yield* Scope.make()
        yield* Effect.addFinalizer((exit) => Scope.close(scope, exit))
        const up = server({ ECO2MIXD_HTTP_PORT: port }).pipe(Layer.provide(Layer.succeedContext(stores)))
        const { url } = Context.get(yield* Layer.buildWithScope(up, scope), Listening)
        return { scope, url }
      })
      const { scope, url } = yield* serve("0")
      const { page } = yield* Browser.visit(url)
      yield* told(() => page.waitForSelector(".live.on"))
      yield* Scope.close(scope, Exit.void)
      yield* told(() => page.waitForSelector(".live.off"))
      const { id } = yield* Context.get(stores, Runs).start({
        trigger: "manual",
        window: { from: TODAY, to: TODAY },
        datasets: ["eco2mix-regional-tr"],
        requestedBy: "test",
        oldestFirst: false,
        anew: false
      })
      yield* serve(new URL(url).port)
      yield* told(() => page.waitForSelector(".live.on"))
      yield* told(() => page.waitForSelector(`#run-${id} .outcome.Running`))
    }))
})
