/** A real Chromium, as a visitor's: what it logs as an error, and what it asks of strangers, is kept for the test to look at. */
import * as Effect from "effect/Effect"
import { existsSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { type BrowserContextOptions, chromium, type Page } from "playwright-core"

const executable = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
  existsSync(path)
)

/** Why there is no browser, or undefined where there is one. */
export const missing: string | undefined = executable === undefined
  ? "skipped: there is no Chromium in /usr/bin"
  : undefined

/** A browser until the scope closes. It asks nobody anything by itself. */
export const launch = Effect.acquireRelease(
  Effect.promise(() =>
    chromium.launch({
      executablePath: executable!,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync"
      ]
    })
  ),
  (browser) => Effect.promise(() => browser.close())
)

export interface Visit {
  readonly page: Page
  /** What a visitor would find in the console, and never should. */
  readonly errors: ReadonlyArray<string>
  /** Addresses of other origins that were asked for. */
  readonly strangers: ReadonlyArray<string>
}

/** A visit to a page, by a visitor of their own. */
export const visit = Effect.fnUntraced(function*(url: string, options: BrowserContextOptions = {}) {
  const browser = yield* launch
  const context = yield* Effect.promise(() => browser.newContext({ locale: "fr-FR", ...options }))
  const page = yield* Effect.promise(() => context.newPage())
  const errors: Array<string> = []
  const strangers: Array<string> = []
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") errors.push(message.text())
  })
  page.on("pageerror", (error) => errors.push(String(error)))
  page.on("request", (request) => {
    const asked = new URL(request.url())
    if (asked.protocol !== "data:" && asked.origin !== new URL(url).origin) strangers.push(request.url())
  })
  yield* Effect.promise(() => page.goto(url))
  return { page, errors, strangers } satisfies Visit
})

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")

interface Violation {
  readonly id: string
  readonly impact: string | null
  readonly nodes: ReadonlyArray<{ readonly html: string; readonly failureSummary?: string }>
}

/** What keeps people out, seriously or critically, as axe sees it: the rule, and the first place that breaks it. */
export const barriers = (page: Page): Effect.Effect<ReadonlyArray<string>> =>
  Effect.promise(async () => {
    await page.evaluate(axe)
    const violations = await page.evaluate<ReadonlyArray<Violation>>("axe.run().then(({ violations }) => violations)")
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0]?.html} ${nodes[0]?.failureSummary ?? ""}`)
  })
