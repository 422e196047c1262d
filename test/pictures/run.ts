/**
 * `npm run pictures [dashboard…]`: every dashboard drawn into `.tools/pictures`, from live data, in some ten minutes. It is
 * Perses that draws, not Grafana, and every picture says so. Ends with 1 where a panel could not be drawn.
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { mkdirSync } from "node:fs"
import { DASHBOARDS } from "../grafana/Dashboards.ts"
import * as Browser from "../support/Browser.ts"
import { build, draw, folder } from "./draw.ts"
import { missing, scene } from "./Scene.ts"

/** As long as it is scraped, so that lines have a length. */
const MINUTES = 4

const asked = process.argv.slice(2)

NodeRuntime.runMain(
  Effect.gen(function*() {
    const reason = missing ?? Browser.missing
    if (reason !== undefined) return yield* Console.log(reason)
    mkdirSync(folder, { recursive: true })
    yield* build
    const pictures = yield* draw(yield* scene(MINUTES), asked.length === 0 ? Object.keys(DASHBOARDS) : asked)
    for (const { file, said } of pictures) yield* Console.log([file, ...said].join("\n  "))
    if (pictures.some(({ said }) => said.some((one) => !one.endsWith("is empty")))) process.exitCode = 1
  }).pipe(Effect.scoped)
)
