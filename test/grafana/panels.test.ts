/** What figures and tables of each dashboard print, and in which colour, computed by Grafana's own library. */
import { assert, describe, it } from "@effect/vitest"
import { ALERT } from "../../grafana/code/thresholds.ts"
import { DASHBOARDS, panel, panelsOf } from "./Dashboards.ts"
import { cellsOf, figuresOf, type Printed, type Sent } from "./GrafanaData.ts"

const numbers = (name: string, ...values: ReadonlyArray<number | null>): Sent => ({ name, type: "number", values })
const words = (name: string, ...values: ReadonlyArray<string | null>): Sent => ({ name, type: "string", values })
const times = (name: string, ...values: ReadonlyArray<number | null>): Sent => ({ name, type: "time", values })

/** One figure, as « text, colour ». */
const printed = (dashboard: string, title: string, ...values: ReadonlyArray<number>): string => {
  const answers = values.map((value) => [numbers("Value", value)])
  const [figure] = figuresOf(panel(dashboard, title), answers)
  return `${figure!.text}, ${figure!.colour}`
}

/** A table's lines, each cell by its column's title. */
const lines = (cells: ReadonlyArray<ReadonlyArray<Printed>>): ReadonlyArray<Record<string, string>> =>
  cells.map((line) => Object.fromEntries(line.map(({ colour, text, title }) => [title, `${text}, ${colour}`])))

const GREY = "#8f9bb3"
const PLAIN = "text"

describe("figures", () => {
  it("are red where an alert fires, and not a moment before", () => {
    assert.strictEqual(printed("pipeline", "Retard de la dernière région", 3_600), "1 hour, green")
    assert.strictEqual(printed("pipeline", "Retard de la dernière région", ALERT.lag - 1), "24.0 hours, green")
    assert.strictEqual(printed("pipeline", "Retard de la dernière région", 90_000), "1.04 days, red")
    assert.strictEqual(printed("pipeline", "Depuis le dernier matin réussi", ALERT.noRun - 1), "1.08 days, green")
    assert.strictEqual(printed("pipeline", "Depuis le dernier matin réussi", ALERT.noRun), "1.08 days, red")
    assert.strictEqual(printed("pipeline", "Matins ratés de suite", 0), "0, green")
    assert.strictEqual(printed("pipeline", "Matins ratés de suite", 1), "1, orange")
    assert.strictEqual(printed("pipeline", "Matins ratés de suite", ALERT.failedMornings), "2, red")
    assert.strictEqual(printed("pipeline", "Part du quota qui reste", 0.95), "95%, green")
    assert.strictEqual(printed("pipeline", "Part du quota qui reste", 0.2), "20%, orange")
    assert.strictEqual(printed("pipeline", "Part du quota qui reste", 0.073), "7%, red")
    assert.strictEqual(printed("pipeline", "Complétude d'hier", 1), "100.0%, green")
    assert.strictEqual(printed("pipeline", "Complétude d'hier", 95 / 96), "99.0%, red")
    assert.strictEqual(printed("postgresql", "Connexions prises", 0.3), "30%, green")
    assert.strictEqual(printed("postgresql", "Connexions prises", 0.7), "70%, orange")
    assert.strictEqual(printed("postgresql", "Connexions prises", ALERT.connectionsTaken), "80%, red")
  })

  it("one leader is well, none and two are not", () => {
    assert.strictEqual(printed("pipeline", "Démons qui mènent", 0), "0, red")
    assert.strictEqual(printed("pipeline", "Démons qui mènent", 1), "1, green")
    assert.strictEqual(printed("pipeline", "Démons qui mènent", 2), "2, red")
  })

  it("of daemons that share the work one that is missing is red, and a piece of the work that is nobody's", () => {
    assert.strictEqual(printed("cluster", "Démons connus", 3), `3, ${PLAIN}`)
    assert.strictEqual(printed("cluster", "Démons qui manquent", 0), "0, green")
    assert.strictEqual(printed("cluster", "Démons qui manquent", 1), "1, red")
    assert.strictEqual(printed("cluster", "Lots de travail tenus", ALERT.shards), "300, green")
    assert.strictEqual(printed("cluster", "Lots de travail tenus", ALERT.shards - 1), "299, red")
    assert.strictEqual(printed("cluster", "Lots de travail tenus"), `pas de partage, ${GREY}`)
  })

  it("say in words what is a word, and count as people do", () => {
    assert.strictEqual(printed("postgresql", "PostgreSQL", 1), "répond, green")
    assert.strictEqual(printed("postgresql", "PostgreSQL", 0), "ne répond pas, red")
    assert.strictEqual(printed("postgresql", "Taille", 3 * 2 ** 30), `3 GiB, ${PLAIN}`)
    assert.strictEqual(printed("lake", "Documents", 1_234_567), `1,234,567, ${PLAIN}`)
    assert.strictEqual(printed("lake", "Réponse, 95 % sous", 0.012), "12 ms, green")
    assert.strictEqual(printed("lake", "Réponse, 95 % sous", 1.5), "1.50 s, orange")
    assert.strictEqual(printed("lake", "Demandes sans réponse", 2), "2, orange")
    assert.strictEqual(printed("logs", "Erreurs du démon", 3), "3, orange")
    assert.strictEqual(printed("energie", "Consommation", 45_200), `45.2 GW, ${PLAIN}`)
    assert.strictEqual(printed("energie", "Part bas-carbone", 0.952), `95.2%, ${PLAIN}`)
  })

  it("nothing known is neither well nor unwell", () => {
    assert.strictEqual(printed("pipeline", "Retard de la dernière région"), `inconnu, ${GREY}`)
    assert.strictEqual(printed("pipeline", "Depuis le dernier matin réussi"), `aucun encore, ${GREY}`)
    assert.strictEqual(printed("postgresql", "PostgreSQL"), `inconnu, ${GREY}`)
    assert.strictEqual(printed("lake", "Réponse, 95 % sous", Number.NaN), `rien demandé, ${GREY}`)
    assert.strictEqual(printed("logs", "Erreurs de MongoDB"), `aucune, ${GREY}`)
    for (const [name, dashboard] of Object.entries(DASHBOARDS)) {
      for (const { title, type } of panelsOf(dashboard)) {
        if (type === "stat") assert.match(printed(name, title!), new RegExp(`, ${GREY}$`))
      }
    }
  })
})

describe("tables", () => {
  it("lag: a line a region, a column a nature, red where real time is late", async () => {
    const cells = await cellsOf(panel("pipeline", "Retard par région et nature"), [[
      times("Time", 1, 1, 1),
      words("region", "93", "11", "93"),
      words("nature", "Données temps réel", "Données temps réel", "Données consolidées"),
      numbers("Value", 90_000, 3_600, 30 * 86_400)
    ]])
    assert.deepStrictEqual(lines(cells), [
      {
        Région: `Provence-Alpes-Côte d'Azur, ${PLAIN}`,
        "temps réel": "1.0 days, red",
        consolidées: `4.3 weeks, ${PLAIN}`
      },
      { Région: `Île-de-France, ${PLAIN}`, "temps réel": "1.0 hour, green", consolidées: `–, ${PLAIN}` }
    ])
  })

  it("completeness: a line a region, yesterday in red where a mark is missing", async () => {
    const cells = await cellsOf(panel("pipeline", "Complétude par région"), [[
      times("Time", 1, 1),
      words("region", "53", "53"),
      words("span", "week", "yesterday"),
      numbers("Value", 1, 95 / 96)
    ]])
    assert.deepStrictEqual(lines(cells), [
      { Région: `Bretagne, ${PLAIN}`, Hier: "99.0%, red", "Sept jours": "100.0%, green" }
    ])
    assert.deepStrictEqual(cells[0]!.map(({ title }) => title), ["Région", "Hier", "Sept jours"])
  })

  it("steps: how often, how often in vain and how long, in one line each", async () => {
    const answer = (letter: string, ...values: ReadonlyArray<number>) => [
      times("Time", ...values.map(() => 1)),
      words("span_name", "run", "OdreIngest.fetch"),
      numbers(`Value #${letter}`, ...values)
    ]
    const cells = await cellsOf(panel("pipeline", "Ce que font les étapes"), [
      answer("A", 4, 12),
      answer("B", 1, 0),
      answer("C", 9_000, 1_234)
    ])
    assert.deepStrictEqual(lines(cells), [
      { Étape: `run, ${PLAIN}`, Fois: `4, ${PLAIN}`, "En échec": "1, red", "95 % sous": `9.0 s, ${PLAIN}` },
      {
        Étape: `OdreIngest.fetch, ${PLAIN}`,
        Fois: `12, ${PLAIN}`,
        "En échec": "0, green",
        "95 % sous": `1.2 s, ${PLAIN}`
      }
    ])
  })

  it("runs: what they were for, how they ended, and what to do about it", async () => {
    const cells = await cellsOf(panel("pipeline", "Les derniers passages"), [[
      words("run_id", "5f0c8f3e-0000-4000-8000-000000000000"),
      times("started_at", Date.UTC(2026, 10, 24, 5, 30)),
      words("trigger", "schedule"),
      words("days", "22/11/2026 – 24/11/2026"),
      words("outcome", "failed"),
      numbers("duration", 75),
      numbers("records", 0),
      numbers("revisions", 0),
      numbers("rows", 0),
      words("error_code", "Ingest.Unreachable"),
      words("remedy", "Ingest.Unreachable"),
      words("trace_id", "4bf92f3577b34da6a3ce929d0e0e4736")
    ]])
    const [line] = lines(cells)
    assert.notProperty(line, "Identité")
    assert.strictEqual(line!["Raison"], `programmé, ${PLAIN}`)
    assert.strictEqual(line!["Résultat"], "échoué, red")
    assert.strictEqual(line!["Durée"], `1.3 mins, ${PLAIN}`)
    assert.match(line!["Que faire"]!, /^Rien à faire : il est retenté/)
    assert.match(line!["Début"]!, /6:30/)
  })

  it("programs: which answer, in words", async () => {
    const cells = await cellsOf(panel("pipeline", "Qui répond à Prometheus ?"), [[
      times("Time", 1, 1),
      words("job", "eco2mixd", "collector"),
      numbers("Value", 1, 0)
    ]])
    assert.deepStrictEqual(lines(cells), [
      { Programme: `eco2mixd, ${PLAIN}`, État: "répond, green" },
      { Programme: `collector, ${PLAIN}`, État: "ne répond pas, red" }
    ])
  })

  it("what each daemon has done: for what, and how it ended, in words", async () => {
    const cells = await cellsOf(panel("cluster", "Ce que chacun a fait"), [[
      times("Time", 1, 1),
      words("instance", "eco2mixd-1:8080", "eco2mixd-2:8080"),
      words("trigger", "backfill", "replay"),
      words("outcome", "succeeded", "failed"),
      numbers("Value", 12, 1)
    ]])
    assert.deepStrictEqual(lines(cells), [
      {
        Démon: `eco2mixd-1:8080, ${PLAIN}`,
        Raison: `historique, ${PLAIN}`,
        Résultat: "réussi, green",
        Parts: `12, ${PLAIN}`
      },
      {
        Démon: `eco2mixd-2:8080, ${PLAIN}`,
        Raison: `recalcul, ${PLAIN}`,
        Résultat: "échoué, red",
        Parts: `1, ${PLAIN}`
      }
    ])
  })

  it("tables of the database: their room, and how much of it is dead", async () => {
    const cells = await cellsOf(panel("postgresql", "Les plus grandes tables"), [[
      words("relation", "regional_energy_stats", "quarantine"),
      numbers("partitions", 14, null),
      numbers("bytes", 2 ** 31, 8_192),
      numbers("index_bytes", 2 ** 30, 0),
      numbers("live", 1_000_000, 3),
      numbers("dead", 0, 1),
      numbers("dead_part", null, ALERT.deadRows)
    ]])
    const [stats, quarantine] = lines(cells)
    assert.strictEqual(stats!["En tout"], `2 GiB, ${PLAIN}`)
    assert.strictEqual(stats!["Lignes"], `1,000,000, ${PLAIN}`)
    assert.match(stats!["Part morte"]!, /^–/)
    assert.strictEqual(quarantine!["Partitions"], `–, ${PLAIN}`)
    assert.strictEqual(quarantine!["Part morte"], "20.0%, red")
  })
})
