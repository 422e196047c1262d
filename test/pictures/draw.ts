/** Pictures of dashboards, from a scene that stands: Perses' charts in a real Chromium, the whole height of each dashboard. */
import * as PgClient from "@effect/sql-pg/PgClient"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Redacted from "effect/Redacted"
import { execFileSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import type { Browser as Chromium } from "playwright-core"
import * as Browser from "../support/Browser.ts"
import type { Seen } from "./Scene.ts"
import { serve } from "./Server.ts"

export const folder = new URL("../../.tools/pictures", import.meta.url).pathname
const page = new URL("page", import.meta.url).pathname

const WIDTH = 1_600

/** The dashboard by which the dark one is seen too. */
const BOTH = "energie"
const MODES = ["light", "dark"] as const

const npm = (...args: ReadonlyArray<string>) => execFileSync("npm", args, { cwd: page, stdio: "inherit" })

/** What draws: installed once (400 MB, half a minute), and built into the folder of the pictures. */
export const build = Effect.sync(() => {
  if (!existsSync(join(page, "node_modules/.package-lock.json"))) {
    npm("ci", "--no-fund", "--no-audit", "--loglevel=error")
  }
  npm("run", "--silent", "build")
})

/** Writes one picture, and answers with what a person should know of it before looking. */
const shoot = (browser: Chromium, url: string, board: string, mode: typeof MODES[number]) =>
  Effect.promise(async () => {
    const context = await browser.newContext({
      locale: "fr-FR",
      timezoneId: "Europe/Paris",
      viewport: { width: WIDTH, height: 1_000 }
    })
    const tab = await context.newPage()
    const said: Array<string> = []
    tab.on("pageerror", (error) => said.push(`the page: ${error.message}`))
    await tab.goto(`${url}/?board=${board}&mode=${mode}`)
    await tab.waitForSelector("body[data-drawn=all]", { timeout: 120_000 })
    const file = join(folder, mode === "light" ? `${board}.png` : `${board}-${mode}.png`)
    await tab.screenshot({ path: file, fullPage: true })
    for (const panel of await tab.locator(".panel").all()) {
      const title = await panel.getAttribute("data-title")
      for (const error of await panel.locator(".error").allInnerTexts()) said.push(`« ${title} »: ${error}`)
      if (await panel.locator(".empty").count() > 0) said.push(`« ${title} » is empty`)
    }
    await context.close()
    return { file, said }
  })

/** The files that were written, and what is to be said of each. */
export const draw = Effect.fnUntraced(function*(seen: Seen, boards: ReadonlyArray<string>) {
  const { lines, prometheus, reader, since } = seen
  const notes = [
    "Names, units, texts and colours are worked out by @grafana/data; tables, logs, maps, legends and layout are drawn by a page of ours.",
    `Prometheus has watched a real daemon for ${
      Math.round((Date.now() - since) / 60_000)
    } minutes, and its panels show these.`,
    "The source is simulated. In Loki's place a stand-in reads what the collector passed on, and PostgreSQL's log."
  ]
  const client = yield* Layer.build(PgClient.layer({ url: Redacted.make(reader) }))
  const url = yield* Effect.provideContext(serve(join(folder, "page"), { prometheus, since, lines, notes }), client)
  const browser = yield* Browser.launch
  const asked = boards.flatMap((board) => (board === BOTH ? MODES : [MODES[0]]).map((mode) => ({ board, mode })))
  return yield* Effect.forEach(asked, ({ board, mode }) => shoot(browser, url, board, mode))
})
