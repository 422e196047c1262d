/** What somebody types: commands as they are meant, with a word too many, too few or wrong, and what nobody means. */
import * as Arbitrary from "effect/Arbitrary"
import { among, anyText, day, listOf, moment, mostly, oneOf, textOf, whole } from "./inputs.ts"

const NAMES = [
  "start",
  "quickstart",
  "run",
  "backfill",
  "replay",
  "status",
  "explain",
  "audit",
  "quarantine",
  "doctor",
  "migrate",
  "copy",
  "lake",
  "notify",
  "config",
  "init",
  "sql",
  "export",
  "simulate",
  "completions"
]

const FLAGS = [
  "--from",
  "--to",
  "--dataset",
  "--dry-run",
  "--json",
  "--oldest-first",
  "--anew",
  "--limit",
  "--resolved",
  "--all",
  "--format",
  "--out",
  "--force",
  "--region",
  "--as-of",
  "--granularity",
  "--port",
  "--host",
  "--seed",
  "--now",
  "--fault",
  "--records",
  "--quota",
  "--real-time-from",
  "--start",
  "--dir",
  "--show",
  "--once",
  "--help",
  "-h",
  "--version",
  "--log-level",
  "--no-json",
  "--",
  "-",
  "-x",
  "--from=",
  "--json=no",
  "--=",
  "---",
  "--__proto__",
  "--toString"
]

const WORDS = [
  "list",
  "show",
  "retry",
  "drop",
  "save",
  "load",
  "test",
  "bash",
  "fish",
  "csv",
  "parquet",
  "jsonl",
  "table",
  "day",
  "bretagne",
  "PACA",
  "93",
  "eolien",
  "ensemble",
  "eco2mix-regional-tr",
  "2026-09-01",
  "2026-09-30",
  "2026-09-30T12:00:00Z",
  "2026-03-29 02:30",
  "2026-10-25 02:30",
  "503:2",
  "truncated",
  "truncated:x",
  "17",
  "0",
  "-1",
  "70000",
  "1.5",
  "1e3",
  "debug",
  "none",
  "select 1",
  "/nowhere/x.jsonl",
  "/",
  "."
]

const word = oneOf<string>(
  among(FLAGS),
  among(WORDS),
  mostly(day, 2, moment),
  mostly(anyText, 3, textOf([...FLAGS, "=", "2026-09-01", " "], 4))
)

/** Calls that come far, with something wrong in them or nothing. */
const call = Arbitrary.map(
  Arbitrary.all([
    among([
      ["explain", "93", "eolien", "2026-09-30T12:00:00Z"],
      ["run", "--from", "2026-09-01", "--to", "2026-09-02"],
      ["backfill", "--from", "2026-09-01", "--to", "2026-09-02"],
      ["export", "--from", "2026-09-01", "--to", "2026-09-02", "--format", "csv", "--out", "/dev/null"],
      ["audit", "--from", "2026-09-01", "--to", "2026-09-02"],
      ["quarantine", "show", "17"],
      ["quarantine", "list", "--limit", "3"],
      ["status", "--json"],
      ["simulate", "--now", "2026-09-30T12:00:00Z", "--seed", "7", "--fault", "503:2", "--start", "2026-01-01"]
    ]),
    whole(0, 12),
    word,
    among(["in its place", "before it", "away"])
  ]),
  ([args, at, word, how]) => {
    const place = at % args.length
    return [
      ...args.slice(0, place),
      ...how === "away" ? [] : [word],
      ...args.slice(how === "before it" ? place : place + 1)
    ]
  }
)

export const argv = oneOf<ReadonlyArray<string>>(
  call,
  Arbitrary.map(Arbitrary.all([among(NAMES), listOf(word, 6)]), ([name, words]) => [name, ...words]),
  listOf(oneOf(among(NAMES), word), 6)
)
  // Watches for ever, as it is meant to; asks on the terminal, as the framework has it.
  .pipe(Arbitrary.filter((args) => !args.some((arg) => /^--?(?:watch|wizard|completions)/.test(arg))))

/** Of these none stays up, writes anywhere, or waits for anybody. */
export const harmless = Arbitrary.map(
  Arbitrary.all([
    among(["run", "replay", "status", "explain", "quarantine", "config", "sql", "completions", "nonsense", ""]),
    listOf(word, 5)
  ]),
  ([name, words]) =>
    [name, ...words].filter((one) => !/^--?(?:w|completions)/.test(one)).map((one) => one.replaceAll("\0", " "))
)
