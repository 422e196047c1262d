/**
 * `npm run pgadmin [query…]`: the real pgAdmin, installed by the first call, with the files that are shipped for it and some days
 * of a simulated country; a reader logs in, finds the server connected, and runs saved queries, which are drawn into
 * `.tools/pictures`. Ends with 1, and with a sentence, where a step can't be done.
 */
import { DATABASE } from "#layers/postgres/EmbeddedPostgres"
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Console from "effect/Console"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import { randomBytes } from "node:crypto"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import type { Page } from "playwright-core"
import * as Year from "../../grafana/Year.ts"
import * as Browser from "../../support/Browser.ts"
import { root } from "../Compose.ts"
import * as Days from "./Days.ts"
import { install, pgAdmin } from "./PgAdmin.ts"
import { queries } from "./SavedQueries.ts"
import * as visit from "./visit.ts"

const pictures = join(root, ".tools/pictures")

/** Not the one that .env begins with: whoever is named there finds the same. */
const EMAIL = "analyste@example.com"

const named = process.argv.slice(2)
const asked = queries.filter(({ name }) => named.length === 0 ? name === "mix-d-une-region-hier" : named.includes(name))

/** What could not be done, as a sentence. */
class Failed extends Data.TaggedError("Failed")<{ readonly message: string }> {}

/** With what lay behind it, where it is an error that was wrapped. */
const because = (error: unknown): Failed => {
  const { cause, message } = error as Error
  return new Failed({ message: cause === undefined ? message : `${message}, because ${String(cause)}` })
}

/** The password of the reader, and where he finds the server. */
const postgres = Effect.gen(function*() {
  const { owner } = yield* Year.Stores
  const password = randomBytes(16).toString("hex")
  yield* owner.unsafe(`alter role ${Year.READER} password '${password}'`)
  const [server] = yield* owner<{ readonly port: string }>`select current_setting('port') as port`
  return { port: Number(server!.port), password }
})

/** All that a reader does, from the first page on; answers with the pictures. */
const look = async (page: Page, password: string): Promise<ReadonlyArray<string>> => {
  await visit.logIn(page, EMAIL, password)
  await visit.openDatabase(page, DATABASE)
  const files: Array<string> = []
  for (const query of asked) {
    const tool = await visit.openQueryTool(page, DATABASE, files.length)
    // Those that are in sight.
    const columns = await visit.runSaved(page, tool, query)
    if (columns.length === 0 || columns.some((column) => !query.columns.includes(column))) {
      throw new Error(`${query.name} shows ${columns.join(", ")}, and not ${query.columns.join(", ")}`)
    }
    const file = join(pictures, asked.length === 1 ? "pgadmin.png" : `pgadmin-${query.name}.png`)
    await page.screenshot({ path: file })
    files.push(file)
  }
  return files
}

const program = Effect.gen(function*() {
  if (Browser.missing !== undefined) return yield* new Failed({ message: Browser.missing })
  if (asked.length === 0) return yield* new Failed({ message: `no saved query is called ${named.join(" or ")}` })
  yield* install
  mkdirSync(pictures, { recursive: true })
  const password = randomBytes(16).toString("hex")
  const { log, url } = yield* pgAdmin({ email: EMAIL, password, postgres: yield* postgres })
  const { page, strangers } = yield* Browser.visit(url, { viewport: { width: 1_600, height: 1_000 } })
  const looked = Effect.tryPromise({ try: () => look(page, password), catch: because })
  const files = yield* Effect.tapError(looked, () =>
    Effect.gen(function*() {
      yield* Effect.promise(() => page.screenshot({ path: join(pictures, "pgadmin-failed.png") }))
      yield* Console.error(yield* log)
    }))
  for (const file of files) yield* Console.log(file)
  if (/: ERROR/.test(yield* log)) return yield* new Failed({ message: `it logged an error: ${yield* log}` })
  if (strangers.length > 0) return yield* new Failed({ message: `it asked for ${strangers.join(", ")}` })
})

NodeRuntime.runMain(
  program.pipe(
    Effect.provide(Days.layer),
    Effect.scoped,
    // Whatever it was, a person reads one sentence.
    Effect.catchDefect((defect) => Effect.fail(because(defect))),
    Effect.catch(({ message }) =>
      Effect.andThen(Console.error(`pgAdmin: ${message}`), Effect.sync(() => process.exitCode = 1))
    )
  )
)
