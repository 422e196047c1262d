/** The Dockerfile as its tests read it: its targets, and what each runs. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "./Compose.ts"

/** With lines that go on put together. */
export const dockerfile = readFileSync(join(root, "Dockerfile"), "utf8").replaceAll(/\\\n\s*/g, "")

/** What is written from one `FROM … AS target` to the next. */
export const stageOf = (target: string): string =>
  dockerfile.split(/^(?=FROM )/m).find((stage) => new RegExp(`^FROM .* AS ${target}$`, "m").test(stage)) ?? ""

/** An instruction that holds a command, as a list. */
export const commandOf = (target: string, instruction: "ENTRYPOINT" | "CMD" | "HEALTHCHECK"): ReadonlyArray<string> => {
  const written = new RegExp(`^${instruction} .*?(\\[.*\\])$`, "m").exec(stageOf(target))?.[1]
  return written === undefined ? [] : JSON.parse(written)
}

/** The default of a build argument. */
export const argumentOf = (name: string): string | undefined =>
  new RegExp(`^ARG ${name}=(.*)$`, "m").exec(dockerfile)?.[1]
