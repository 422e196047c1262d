/** Progress on a terminal: a bar with its rate and the time that is left; plain lines where nobody watches. */
import type { Step } from "#domain/Run"
import { Progress } from "#pipelines/Progress"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

const WIDTH = 24

/** Writes to stderr, so that a command's own answer stays alone on stdout. `unit`: what its steps count. */
export const of = (unit: string) =>
  Layer.effect(
    Progress,
    Effect.sync(() => {
      let began: number | undefined
      let lastLine = ""
      return (step) =>
        Effect.flatMap(Clock.currentTimeMillis, (now) =>
          Effect.sync(() => {
            began ??= now
            if (process.stderr.isTTY) {
              process.stderr.write(`\r\u001B[K${bar(step, unit, now - began)}${step.done >= step.total ? "\n" : ""}`)
            } else if (step.doing !== lastLine) {
              lastLine = step.doing
              process.stderr.write(`${step.doing} (${step.done} of ${step.total} ${unit} done)\n`)
            }
          }))
    })
  )

export const layer = of("days")

const bar = ({ doing, done, total }: Step, unit: string, elapsed: number): string => {
  const share = total === 0 ? 1 : done / total
  const filled = Math.round(share * WIDTH)
  const pace = elapsed > 0 && done > 0 ? done / (elapsed / 1_000) : undefined
  const left = pace === undefined
    ? ""
    : `  ${pace.toFixed(pace < 100 ? 1 : 0)} ${unit}/s, ${clock((total - done) / pace)} left`
  return `${"█".repeat(filled)}${"░".repeat(WIDTH - filled)} ${Math.floor(share * 100)} %${left}  ${doing}`
}

const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`
