/** Figures from measurements: each row ours beside its reference, their ratio in each round, and the median of those. */
import { readFile, writeFile } from "node:fs/promises"
import type { Measured } from "./Measured.ts"

/** What is compared, and whether more of it is better. */
export interface Figure {
  readonly better: "more" | "less"
  /** One number for a round. */
  readonly of: (ours: Measured, reference: Measured) => number
  readonly unit: string
}

const each = ({ count, seconds }: Measured): number => seconds / count

/** How fast ours is, where the reference is 1. */
export const speed: Figure = { better: "more", unit: "×", of: (ours, reference) => reference.seconds / ours.seconds }

/** What ours costs, where the reference is 1: from the start of the process, which is what a person pays. */
export const cost: Figure = { better: "less", unit: "×", of: (ours, reference) => ours.cpuInAll / reference.cpuInAll }

export const memory: Figure = { better: "less", unit: "×", of: (ours, reference) => ours.rss / reference.rss }

/** How long one takes of many, where one of few is 1. */
export const growth: Figure = { better: "less", unit: "×", of: (ours, reference) => each(ours) / each(reference) }

export const seconds: Figure = { better: "less", unit: " s", of: (ours) => ours.seconds }

export const resident: Figure = { better: "less", unit: " MiB", of: (ours) => ours.rss }

export const delay: Figure = { better: "less", unit: " ms", of: (ours) => ours.delay ?? NaN }

export const answer: Figure = { better: "less", unit: " ms", of: (ours) => ours.seconds * 1_000 }

export interface Line {
  readonly name: string
  readonly figure: Figure
  /** As far as it may be; rows without one are told and not judged. */
  readonly bound: number | undefined
  readonly ours: ReadonlyArray<Measured>
  readonly reference: ReadonlyArray<Measured>
}

export const median = (values: ReadonlyArray<number>): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** The median of the rounds' own ratios: a machine that is slow for a while is slow for both. */
export const ratioOf = ({ figure, ours, reference }: Line): number =>
  median(ours.map((one, round) => figure.of(one, reference[round] ?? one)))

const digits = (value: number): string => value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)

const told = (all: ReadonlyArray<Measured>): string => {
  if (all.length === 0) return ""
  const of = (key: "seconds" | "cpu" | "rss") => median(all.map((one) => one[key]))
  return `${digits(of("seconds"))} s, ${digits(of("cpu"))} s CPU, ${of("rss").toFixed(0)} MiB`
}

const holds = ({ bound, figure }: Line, ratio: number): boolean =>
  bound === undefined || (figure.better === "more" ? ratio >= bound : ratio <= bound)

/** As Markdown, in columns that a person can read as they are. */
export const table = (lines: ReadonlyArray<Line>): string => {
  const rows = lines.map((line) => {
    const ratio = ratioOf(line)
    const { better, unit } = line.figure
    const bound = line.bound === undefined ? "" : `${better === "more" ? "≥" : "≤"} ${line.bound}${unit}`
    const spread = line.ours.map((one, round) => line.figure.of(one, line.reference[round] ?? one))
    return [
      line.name,
      told(line.ours),
      told(line.reference),
      `${digits(ratio)}${unit}${holds(line, ratio) ? "" : " (missed)"}`,
      `${digits(Math.min(...spread))} to ${digits(Math.max(...spread))}`,
      bound
    ]
  })
  const all = [["what", "ours", "reference", "ratio", "rounds", "wanted"], ...rows]
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)))
  const written = all.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`)
  return [written[0]!, `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...written.slice(1)].join("\n")
}

/** So much worse than what was committed, and a change has cost something. */
const TOLERANCE = 0.2

const FILE = new URL("ratios.json", import.meta.url)

export const write = async (of: { documents: number; rounds: number }, lines: ReadonlyArray<Line>): Promise<void> => {
  const ratios = Object.fromEntries(lines.map((line) => [line.name, Number(ratioOf(line).toFixed(3))]))
  await writeFile(FILE, `${JSON.stringify({ ...of, ratios }, null, 2)}\n`)
}

export const committed = async (): Promise<Readonly<Record<string, number>>> =>
  (JSON.parse(await readFile(FILE, "utf8")) as { readonly ratios: Readonly<Record<string, number>> }).ratios

/** What is worse than committed, in words. */
export const worse = (
  lines: ReadonlyArray<Line>,
  ratios: Readonly<Record<string, number>>
): ReadonlyArray<string> =>
  lines.flatMap((line) => {
    const before = ratios[line.name]
    if (before === undefined) return []
    const now = ratioOf(line)
    const isWorse = line.figure.better === "more" ? now < before * (1 - TOLERANCE) : now > before * (1 + TOLERANCE)
    return isWorse ? [`${line.name}: ${digits(now)}${line.figure.unit}, was ${digits(before)}${line.figure.unit}`] : []
  })
