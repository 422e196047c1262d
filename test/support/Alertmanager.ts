/**
 * A real Alertmanager on the shipped otel/alertmanager.yaml, of the version that the file is written for, built with the
 * machine's Go. Where there is no Go, the tests that need it are skipped, and say so.
 */
import * as Effect from "effect/Effect"
import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { temporaryFolder } from "./EmbeddedStores.ts"
import { freePorts, has, serving } from "./Process.ts"

export const missing: string | undefined = has("go", "version")
  ? undefined
  : "skipped: there is no Go here, so Alertmanager can't be built"

const root = new URL("../..", import.meta.url).pathname
export const shipped = join(root, "otel/alertmanager.yaml")
const folder = join(root, ".tools")

/** As the shipped file names it: an older one would not know all of its words. */
const version = /prom\/alertmanager:(v\d+\.\d+\.\d+)/.exec(readFileSync(shipped, "utf8"))?.[1]

/** Go keeps what it built: a minute and a half the first time, seconds later. */
export const build = async (): Promise<string> => {
  if (version === undefined) throw new Error("The shipped file does not say which Alertmanager it is written for.")
  await promisify(execFile)("go", ["install", `github.com/prometheus/alertmanager/cmd/alertmanager@${version}`], {
    env: { ...process.env, GOBIN: folder }
  })
  return join(folder, "alertmanager")
}

/** The shipped file with the webhook's address in another place, and without its pauses; all else as it stands there. */
export const configOf = (urlFile: string): string => {
  const swap = (text: string, pattern: RegExp, by: string) => {
    if (!pattern.test(text)) throw new Error(`The shipped file has no ${pattern}.`)
    return text.replace(pattern, by)
  }
  const moved = swap(readFileSync(shipped, "utf8"), /url_file: \S+/, `url_file: ${urlFile}`)
  return swap(swap(moved, /group_wait: \S+/, "group_wait: 1s"), /group_interval: \S+/, "group_interval: 1s")
}

/** Its host:port, until the scope closes; what it hears it posts to `webhook`. */
export const alertmanager = Effect.fnUntraced(function*(webhook: string) {
  const program = yield* Effect.promise(build)
  const data = yield* temporaryFolder
  const [port] = yield* Effect.promise(() => freePorts(1))
  const address = `127.0.0.1:${port}`
  yield* Effect.promise(() => writeFile(join(data, "url"), webhook))
  yield* Effect.promise(() => writeFile(join(data, "alertmanager.yaml"), configOf(join(data, "url"))))
  yield* serving({
    program,
    args: [
      `--config.file=${join(data, "alertmanager.yaml")}`,
      `--storage.path=${join(data, "data")}`,
      `--web.listen-address=${address}`,
      // Alone: it looks for no others.
      "--cluster.listen-address="
    ],
    ready: `http://${address}/-/ready`
  })
  return address
})
