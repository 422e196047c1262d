/** What the alert rules owe: they fire and stay silent as their cases say, and each leads its reader to a way out. */
import { CHECKS, SEVERITIES } from "#domain/Finding"
import { NATURES } from "#domain/Nature"
import * as Region from "#domain/Region"
import * as Metrics from "#telemetry/Metrics"
import { assert, describe, it } from "@effect/vitest"
import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import { promisify } from "node:util"
import { ALERT } from "../../grafana/code/thresholds.ts"
import { has } from "../support/Process.ts"
import { problems, selected } from "./Promql.ts"
import { CASES, FILE, read, ruleOf, RULES, selectorsOf } from "./Rules.ts"

const missing = has("promtool", "--version") ? undefined : "skipped: there is no promtool here"

const promtool = (...args: ReadonlyArray<string>) => promisify(execFile)("promtool", [...args])

interface Case {
  readonly alert_rule_test: ReadonlyArray<{ readonly alertname: string; readonly exp_alerts?: ReadonlyArray<unknown> }>
}

const cases = CASES.flatMap((file) => (read(file) as { readonly tests: ReadonlyArray<Case> }).tests)
  .flatMap((one) => one.alert_rule_test)

const readme = readFileSync(new URL("../../grafana/README.md", import.meta.url), "utf8")
const names = RULES.map(({ alert }) => alert)

/** The number that an expression compares with, however it is reckoned there. */
const numberIn = (alert: string): number => {
  const found = /[<>]=? ([\d.]+(?: \* [\d.]+)?)$/m.exec(ruleOf(alert).expr.trim())
  assert.isNotNull(found, `${alert} compares with no number at the end of a line`)
  return found[1]!.split(" * ").map(Number).reduce((a, b) => a * b)
}

/** `1h`, `1d`, in seconds. */
const seconds = (duration: string): number =>
  Number(duration.slice(0, -1)) * { m: 60, h: 3_600, d: 86_400 }[duration.at(-1) as "m" | "h" | "d"]

describe("alert rules", () => {
  it("two have one name nowhere", () => {
    assert.deepStrictEqual(names.filter((name, at) => names.indexOf(name) !== at), [])
  })

  it.skipIf(missing)("promtool has nothing to say against them", async () => {
    await promtool("check", "rules", "--lint=all", "--lint-fatal", FILE)
  })

  // Some thirteen seconds each where nothing else goes.
  it.skipIf(missing).concurrent.each(CASES)("fire and stay silent as %s says", async (file) => {
    await promtool("test", "rules", file)
  }, 180_000)

  it("each has a case in which it fires, and one in which it is silent", () => {
    const seen = (fires: boolean) =>
      new Set(
        cases.filter(({ exp_alerts: expected = [] }) => expected.length > 0 === fires).map(({ alertname }) => alertname)
      )
    for (const fires of [true, false]) assert.deepStrictEqual([...seen(fires)].toSorted(), names.toSorted())
  })

  it("each says how soon somebody must act, what is the matter, and where the way out is", () => {
    for (const { alert, annotations, labels } of RULES) {
      assert.include(["critical", "warning"], labels["severity"], alert)
      assert.deepStrictEqual(Object.keys(annotations).toSorted(), ["description", "runbook_url", "summary"], alert)
      assert.strictEqual(annotations["runbook_url"], `grafana/README.md#${alert.toLowerCase()}`)
    }
  })

  it("each has its section in the runbook, and the runbook has no other", () => {
    const [, runbook = ""] = readme.split("\n## Runbook\n")
    const sections = [...runbook.matchAll(/^### (\w+)$/gm)].map((match) => match[1]!)
    assert.deepStrictEqual(sections, names)
  })

  it("each waits longer than a scrape that fails, and a restart", () => {
    assert.deepStrictEqual(RULES.filter((rule) => seconds(rule.for) < 120).map(({ alert }) => alert), [])
  })

  it("dashboards turn red where they fire", () => {
    assert.strictEqual(numberIn("NoMorning"), ALERT.noRun)
    assert.strictEqual(numberIn("RegionLate"), ALERT.lag)
    assert.strictEqual(numberIn("MorningsFailing"), ALERT.failedMornings)
    assert.strictEqual(numberIn("QuotaLow"), ALERT.quotaLow)
    assert.strictEqual(numberIn("DayIncomplete"), ALERT.completeness)
    assert.strictEqual(seconds(ruleOf("DaysUnpublished").for), ALERT.unpublishedFor)
    assert.include(ruleOf("SourceFailing").expr, `offset ${ALERT.sourceFailingFor / 3_600}h`)
    assert.strictEqual(numberIn("DiskLow"), ALERT.diskLow)
    assert.strictEqual(numberIn("EventLoopBlocked"), ALERT.eventLoopBlocked)
    assert.strictEqual(numberIn("PostgresConnections"), ALERT.connectionsTaken)
    assert.strictEqual(numberIn("DeadRows"), ALERT.deadRows)
    assert.strictEqual(numberIn("ShardsUnowned"), ALERT.shards)
    assert.strictEqual(numberIn("MessagesKept"), ALERT.messagesKept)
  })

  it("they ask for what is told, by the labels it has", () => {
    const told = new Map<string, ReadonlyArray<string>>([
      ["up", []],
      // postgres_exporter's, of 0.11 and of 0.17 alike.
      ["pg_up", []],
      ["pg_stat_database_numbackends", ["datname"]],
      ["pg_settings_max_connections", []],
      ...["n_live_tup", "n_dead_tup", "n_mod_since_analyze", "n_tup_upd", "n_tup_del"].map((name) =>
        [`pg_stat_user_tables_${name}`, ["datname", "schemaname", "relname"]] as const
      ),
      ...Metrics.ALL.flatMap(({ kind, labels, name }) =>
        kind === "histogram" ? [[`${name}_count`, labels] as const] : [[name, labels] as const]
      )
    ])
    for (const { alert, expr } of RULES) {
      assert.deepStrictEqual(problems(expr), [], alert)
      for (const { labels, metric } of selected(expr)) {
        assert.isTrue(told.has(metric), `${alert}: nobody tells ${metric}`)
        for (const label of labels) {
          assert.include([...told.get(metric)!, "job", "instance"], label, `${alert}: ${metric} has no ${label}`)
        }
      }
    }
  })

  it("they choose by words that are used", () => {
    const words: Readonly<Record<string, ReadonlyArray<string>>> = {
      check: CHECKS,
      severity: SEVERITIES,
      nature: NATURES,
      news: ["first", "revised"],
      span: ["yesterday", "week"],
      at: ["p50", "p99", "max"],
      state: ["free", "size", "known", "healthy", "waiting", "done"],
      outcome: ["delivered", "failed", "ok", "records"]
    }
    for (const { alert, expr } of RULES) {
      for (const [, label = "", value = ""] of selectorsOf(expr).join().matchAll(/(\w+)!?="([^"]*)"/g)) {
        if (words[label] !== undefined) assert.include(words[label], value, alert)
      }
    }
  })

  it("regions are called by their names", () => {
    const named = RULES.filter(({ annotations }) => annotations["summary"]!.includes("$labels.region"))
    assert.isAbove(named.length, 1)
    for (const { annotations } of named) {
      const found = [...annotations["summary"]!.matchAll(/"\^(\d\d)\$" "([^"]+)"/g)].map((
        [, code, name]
      ) => [code, name])
      assert.deepStrictEqual(Object.fromEntries(found), Region.REGIONS)
    }
  })
})
