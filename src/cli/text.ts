/** Figures and tables as a person reads them. */
import type { Counts } from "#domain/Run"
import type { Answer, Value } from "#ports/Query"

/** `1 234 567`, with a space that does not break. */
export const figure = (value: number): string => String(value).replaceAll(/\B(?=(\d{3})+(?!\d))/g, "\u00A0")

export const countsLine = (counts: Counts): string =>
  [
    `${figure(counts.records)} records (${figure(counts.blank)} blank, ${figure(counts.ghost)} ghost, ` +
    `${figure(counts.repeated)} repeated, ${figure(counts.quarantined)} quarantined)`,
    `${figure(counts.revisions)} new revisions, ${figure(counts.unchanged)} unchanged`,
    `${figure(counts.days)} days published, ${figure(counts.rows)} rows appended`
  ].join("; ")

const cell = (value: Value): string =>
  value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value)

/** Columns padded to their widest value, numbers to the right. */
export const table = ({ columns, rows }: Answer): string => {
  const lines = rows.map((row) => row.map(cell))
  const widths = columns.map((name, column) =>
    lines.reduce((widest, line) => Math.max(widest, line[column]!.length), name.length)
  )
  const right = columns.map((_, column) => rows.every((row) => row[column] === null || typeof row[column] === "number"))
  const line = (cells: ReadonlyArray<string>) =>
    cells.map((text, column) => right[column] ? text.padStart(widths[column]!) : text.padEnd(widths[column]!)).join(
      "  "
    )
      .trimEnd()
  return [line(columns), widths.map((width) => "─".repeat(width)).join("  "), ...lines.map(line)].join("\n")
}

/** RFC 4180: a comma between, CRLF not needed by anyone who reads it here, quotes where a value needs them. */
export const csv = ({ columns, rows }: Answer): string =>
  [columns, ...rows.map((row) => row.map(cell))]
    .map((line) => line.map((text) => /[",\r\n]/.test(text) ? `"${text.replaceAll("\"", "\"\"")}"` : text).join(","))
    .join("\n")

export const json = ({ columns, rows }: Answer): string =>
  JSON.stringify(rows.map((row) => Object.fromEntries(columns.map((name, column) => [name, row[column]]))), null, 2)

/** A power, with one digit behind the point where it has any. */
export const megawatts = (power: number | null): string => {
  if (power === null) return "nothing measured"
  const [whole, part] = (Math.round(Math.abs(power) * 10) / 10).toFixed(1).split(".") as [string, string]
  return `${power < 0 ? "-" : ""}${figure(Number(whole))}${part === "0" ? "" : `.${part}`}\u00A0MW`
}

/** A span of time in its two largest units: `2 d 3 h`, `3 h 5 min`, `12 s`. */
export const span = (milliseconds: number): string => {
  const seconds = Math.round(milliseconds / 1_000)
  if (seconds < 60) return `${seconds} s`
  const parts = [
    [Math.floor(seconds / 86_400), "d"],
    [Math.floor(seconds / 3_600) % 24, "h"],
    [Math.floor(seconds / 60) % 60, "min"]
  ] as const
  const first = parts.findIndex(([count]) => count > 0)
  return parts.slice(first, first + 2).filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`).join(
    " "
  )
}

/** For scripts. */
export const print = (value: unknown): string => JSON.stringify(value, null, 2)
