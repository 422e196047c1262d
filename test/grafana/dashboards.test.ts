/** The dashboards are what their code says, whole, in order, and made of words that a reader knows. */
import { assert, describe, it } from "@effect/vitest"
import { spawnSync } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ALL, textOf } from "../../grafana/code/all.ts"
import { DASHBOARDS as LINKED } from "../../grafana/code/links.ts"
import { DASHBOARDS, everything, folder, panelsOf, rowsOf } from "./Dashboards.ts"
import { units } from "./GrafanaData.ts"

const all = Object.entries(DASHBOARDS)

/** Each that is wrong, by where it stands; none where all is well. */
const wrong = <A>(
  found: (dashboard: (typeof all)[number][1], name: string) => ReadonlyArray<A>
): ReadonlyArray<string> => all.flatMap(([name, dashboard]) => found(dashboard, name).map((one) => `${name}: ${one}`))

describe("dashboards", () => {
  it("each file is what its code says, and there is no other", () => {
    assert.deepStrictEqual(Object.keys(DASHBOARDS).toSorted(), Object.keys(ALL).toSorted())
    for (const [name, dashboard] of Object.entries(ALL)) {
      const file = readFileSync(new URL(`${name}.json`, folder), "utf8")
      assert.isTrue(file === textOf(dashboard!), `${name}.json is stale: npm run dashboards`)
    }
  })

  it("the generator finds a file that was edited by hand", () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "eco2mixd-dashboards-"))
    const generate = (...flags: ReadonlyArray<string>) =>
      spawnSync(process.execPath, [join(import.meta.dirname, "../../grafana/code/generate.ts"), ...flags, elsewhere])
    try {
      assert.strictEqual(generate("--check").status, 1)
      assert.strictEqual(generate().status, 0)
      assert.deepStrictEqual(readdirSync(elsewhere).length, Object.keys(ALL).length)
      writeFileSync(join(elsewhere, "lake.json"), "{}\n")
      const edited = generate("--check")
      assert.strictEqual(edited.status, 1)
      assert.match(edited.stderr.toString(), /^\S+lake\.json is not what [^\n]+\n$/)
    } finally {
      rmSync(elsewhere, { recursive: true })
    }
  })

  it("each is known by the uid and title that links use, belongs to no installation, and leads to the others", () => {
    for (const [name, dashboard] of all) {
      const { title, uid } = LINKED[name as keyof typeof LINKED]
      assert.deepStrictEqual([dashboard.uid, dashboard.title, dashboard.id], [uid, title, null])
      assert.deepStrictEqual(dashboard.tags, ["eco2mixd"])
      assert.strictEqual(dashboard.timezone, "Europe/Paris")
      const others = Object.values(LINKED).filter((one) => one.uid !== uid).map((one) => `/d/${one.uid}`)
      assert.deepStrictEqual(dashboard.links!.map(({ url }) => url), others)
    }
  })

  it("each link leads to one of them, or to Explore with a question that is JSON", () => {
    const uids = new Set<string>(Object.values(LINKED).map(({ uid }) => uid))
    const urls = all.flatMap(([name, dashboard]) =>
      [...JSON.stringify(dashboard).matchAll(/"url":"([^"]+)"/g)].map((match) => [name, match[1]!] as const)
    )
    assert.isAbove(urls.length, 20)
    for (const [name, url] of urls) {
      const to = /^\/d\/([\w-]+)/.exec(url)?.[1]
      if (to !== undefined) assert.isTrue(uids.has(to), `${name}: ${url}`)
      else {
        assert.match(url, /^\/explore\?schemaVersion=1&panes=/, name)
        const panes = JSON.parse(decodeURIComponent(url.replace(/^.*&panes=/, "").replaceAll(/\$\{[^}]+\}/g, "x")))
        assert.strictEqual(panes.a.queries[0].datasource.uid, "x")
      }
    }
  })

  it("each panel has a title, a unit, and says what is normal and what to do when it is not", () => {
    assert.deepStrictEqual(
      wrong((dashboard) =>
        panelsOf(dashboard).flatMap(({ description = "", fieldConfig, title = "", type }) => [
          ...(title.length < 3 ? ["a panel has no title"] : []),
          ...(type === "text" || /^.{20,}\n\n\*\*Normal :\*\* .{2,}\n\n\*\*Sinon :\*\* .{10,}$/.test(description)
            ? []
            : [`${title}: description`]),
          ...(fieldConfig?.defaults.unit === undefined && type !== "text" ? [`${title}: no unit`] : [])
        ])
      ),
      []
    )
  })

  it("no title stands there twice, and no description", () => {
    assert.deepStrictEqual(
      wrong((dashboard) =>
        [panelsOf(dashboard).map(({ title }) => title), panelsOf(dashboard).map(({ description }) => description)]
          .flatMap((texts) => texts.filter((text, at) => texts.indexOf(text) !== at))
      ),
      []
    )
  })

  it("rows are questions", () => {
    assert.deepStrictEqual(
      wrong((dashboard) => rowsOf(dashboard).map(({ title = "" }) => title).filter((title) => !title.endsWith(" ?"))),
      []
    )
    for (const [name, dashboard] of all) assert.isAbove(rowsOf(dashboard).length, 2, name)
  })

  it("units are Grafana's own", () => {
    const known = units()
    const used = all.flatMap(([name, dashboard]) =>
      [...JSON.stringify(dashboard).matchAll(/"unit":"([^"]+)"|"id":"unit","value":"([^"]+)"/g)]
        .map((match) => `${name}: ${match[1] ?? match[2]}`)
    )
    assert.isAbove(used.length, 40)
    assert.deepStrictEqual(used.filter((one) => !known.has(one.split(": ")[1]!) && !/: (?:suffix|time):/.test(one)), [])
  })

  it("speaks French", () => {
    // Words that French does not have, or not in this sense.
    const english =
      /\b(the|of|and|with|is|are|by|to|from|over time|per|rate|rates|requests?|errors?|rows|size|lag|last|current|usage|memory|uptime|latency|duration by|count|failed|success|total number)\b/i
    // What is quoted to a machine, or is the name of something.
    const said = (text: string) =>
      text.replaceAll(
        /eco2mixd \w+(?: \w+)?|« [\w ]+ »|\b[a-z]+_[a-z_]+\b|\b[A-Z][A-Z0-9_]{2,}\b|PostgreSQL Overview|\(\w+\)/g,
        ""
      )
    const texts = (dashboard: (typeof all)[number][1]): ReadonlyArray<string> => [
      dashboard.title ?? "",
      dashboard.description ?? "",
      ...everything(dashboard).flatMap(({ description = "", title = "" }) => [title, description]),
      ...(dashboard.templating.list ?? []).flatMap(({ description = "", label = "" }) => [label, description as string])
    ]
    assert.deepStrictEqual(wrong((dashboard) => texts(dashboard).filter((text) => english.test(said(text)))), [])
    assert.match("Error rate", english)
  })

  it("data comes through the variables of its sources alone", () => {
    assert.deepStrictEqual(
      wrong((dashboard) =>
        [...JSON.stringify(dashboard).matchAll(/"uid":"([^"]+)"/g)].map((match) => match[1]!)
          .filter((uid) => !/^\$\{(prometheus|postgresql|loki|tempo)\}$|^eco2mixd-/.test(uid))
      ),
      []
    )
    assert.deepStrictEqual(
      wrong((dashboard) => {
        const text = JSON.stringify(dashboard)
        const used = new Set([...text.matchAll(/\$\{(prometheus|postgresql|loki|tempo)\}/g)].map((match) => match[1]!))
        const declared = (dashboard.templating.list ?? []).filter(({ type }) => type === "datasource")
        const names = new Set(declared.map(({ name }) => name))
        return [
          ...[...used].filter((name) => !names.has(name)).map((name) => `uses ${name}, and does not declare it`),
          ...[...names].filter((name) => !used.has(name)).map((name) => `declares ${name}, and does not use it`),
          ...declared.filter(({ current, name }) => current?.value !== name).map(({ name }) => `${name} is not chosen`),
          ...text.match(/localhost|127\.0\.0\.1|instance=~?\\"|https?:\/\/(?!odre|www\.etalab)/g) ?? []
        ]
      }),
      []
    )
  })

  it("each variable is used", () => {
    assert.deepStrictEqual(
      wrong((dashboard) =>
        (dashboard.templating.list ?? []).map(({ name }) => name).filter((name) =>
          !new RegExp(`\\$\\{?${name}\\b`).test(JSON.stringify(dashboard.panels) + JSON.stringify(dashboard.templating))
        )
      ),
      []
    )
  })

  it("panels have numbers of their own, and fill their lines from the left without a hole or an overlap", () => {
    assert.deepStrictEqual(
      wrong((dashboard) => {
        const ids = everything(dashboard).map(({ id }) => id)
        return ids.filter((id, at) => id === undefined || id < 1 || ids.indexOf(id) !== at)
      }),
      []
    )
    assert.deepStrictEqual(wrong((dashboard) => misplaced(everything(dashboard).map(({ gridPos }) => gridPos!))), [])
    assert.deepStrictEqual(misplaced([{ x: 0, y: 0, w: 12, h: 4 }, { x: 13, y: 0, w: 12, h: 4 }]), [
      "13, 0 has a hole at its left",
      "13, 0 is too wide"
    ])
  })
})

interface Place {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

const misplaced = (places: ReadonlyArray<Place>): ReadonlyArray<string> =>
  places.flatMap((one) => {
    const at = `${one.x}, ${one.y}`
    const overlap = places.some((other) =>
      other !== one && other.x < one.x + one.w && one.x < other.x + other.w && other.y < one.y + one.h &&
      one.y < other.y + other.h
    )
    const neighbour = one.x === 0 || places.some((other) => other.y === one.y && other.x + other.w === one.x)
    return [
      ...(overlap ? [`${at} lies over another`] : []),
      ...(neighbour ? [] : [`${at} has a hole at its left`]),
      ...(one.x + one.w > 24 ? [`${at} is too wide`] : [])
    ]
  })
