/** What can be wrong before anything is opened: the settings, who may read the secrets, and what the program runs on. */
import { DATASETS } from "#domain/Dataset"
import { type Check, check, Checkup, failed, ok, skipped, type Verdict, warning } from "#ports/Checkup"
import { Plan, QuotaReserve } from "#ports/Plan"
import { type SettingsReport, unknownLine } from "#ports/Settings"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import { stat } from "node:fs/promises"
import * as DaemonPlan from "./DaemonPlan.ts"

/** The first one that runs TypeScript as it is, and has all that is used here. */
const NODE_MAJOR = 24
const DENO_MAJOR = 2

/** Where Docker mounts secrets, readable for all in a container that has no others. */
const MOUNTED = "/run/secrets/"

/** `secrets`: files of ours that hold one, beside those that the settings name. */
export const checks = (report: SettingsReport, secrets: ReadonlyArray<string>): ReadonlyArray<Check> => [
  check("settings", Effect.sync(() => settings(report))),
  check("unknown settings", Effect.sync(() => unknown(report))),
  check(
    "secret files",
    secretFiles([...report.settings.flatMap(({ file, secret }) => secret ? file ?? [] : []), ...secrets])
  ),
  check("runtime", Effect.sync(runtime))
]

/** What the daemon is to read and to leave over; where that can't be read, what it does without settings. */
export const planned = Layer.build(DaemonPlan.layer).pipe(
  Effect.map((all) => ({ datasets: Context.get(all, Plan).datasets, reserve: Context.get(all, QuotaReserve) })),
  // The check of the settings has said what is wrong with them.
  Effect.orElseSucceed(() => ({ datasets: DATASETS, reserve: 0 }))
)

/** The checks of all technologies as one check-up; what they have opened stays so until its end. */
export const checkup = <E>(checks: Effect.Effect<ReadonlyArray<Check>, E, Scope.Scope>) =>
  Layer.effect(Checkup, Effect.map(checks, (checks) => Checkup.of({ checks })))

const settings = ({ problems, settings }: SettingsReport): Verdict =>
  problems.length === 0
    ? ok(`${settings.filter(({ source }) => source !== "default" && source !== "none").length} set, all readable`)
    : failed(problems.join(". "), "see `eco2mixd config`")

const unknown = ({ unknown }: SettingsReport): Verdict =>
  unknown.length === 0
    ? ok("none")
    : warning(unknown.map(unknownLine).join(". "), "see `eco2mixd config` for those there are")

const secretFiles = Effect.fnUntraced(function*(files: ReadonlyArray<string>) {
  if (process.platform === "win32") return skipped("Windows keeps rights another way")
  const seen = yield* Effect.forEach(files, (file) =>
    Effect.map(
      Effect.promise(() => stat(file).catch(() => undefined)),
      (found) => found === undefined ? [] : [{ file, mode: found.mode & 0o777 }]
    ))
  const open = seen.flat().filter(({ mode }) => (mode & 0o077) !== 0)
  if (seen.flat().length === 0) return skipped("no secret is read from a file")
  if (open.length === 0) return ok(`${seen.flat().length}, readable for nobody else`)
  const said = open.map(({ file, mode }) => `${file} has mode 0${mode.toString(8)}: others may read it`).join("; ")
  return open.every(({ file }) => file.startsWith(MOUNTED))
    ? warning(said, "`mode: 0400` for it in the compose file, if its engine heeds it")
    : failed(said, `\`chmod 600 ${open.map(({ file }) => quoted(file)).join(" ")}\``)
})

/** For a shell, where it needs to be. */
const quoted = (text: string): string => /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`

const runtime = (): Verdict => {
  const { deno, node, v8 } = process.versions
  const [name, version, least] = deno === undefined ? ["Node", node, NODE_MAJOR] : ["Deno", deno, DENO_MAJOR]
  const said = `${name} ${version} (V8 ${v8}) on ${process.platform} ${process.arch}`
  return Number(version.split(".")[0]) >= least
    ? ok(said)
    : failed(`${said}; it needs ${name} ${least} or later`, "`npm install`, then `npx eco2mixd`, which brings its own")
}
