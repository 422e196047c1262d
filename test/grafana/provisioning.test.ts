/**
 * What Grafana is given at its start: data sources that dashboards find, that find one another, and no secret among them.
 * Grafana itself is in no registry, so its files are held against what its documentation says of them.
 */
import * as Metrics from "#telemetry/Metrics"
import { assert, describe, it } from "@effect/vitest"
import { execFile } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import { promisify } from "node:util"
import { DASHBOARDS } from "./Dashboards.ts"
import { read } from "./Rules.ts"

const root = new URL("../../", import.meta.url).pathname
const folder = `${root}grafana/provisioning`
const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".yaml"))
const texts = files.map((file) => readFileSync(`${folder}/${file}`, "utf8"))
const readme = readFileSync(`${root}grafana/README.md`, "utf8")

interface DataSource {
  readonly name: string
  readonly uid: string
  readonly type: string
  readonly url: string
  readonly user?: string
  readonly isDefault?: boolean
  readonly jsonData: Readonly<Record<string, unknown>>
  readonly secureJsonData?: Readonly<Record<string, string>>
}

const { datasources } = read(`${folder}/datasources/datasources.yaml`) as {
  readonly datasources: ReadonlyArray<DataSource>
}
const uids = new Map(datasources.map((one) => [one.uid, one]))

/** Every value in a tree of settings, by its key. */
const values = (tree: unknown): ReadonlyArray<readonly [key: string, value: unknown]> =>
  typeof tree !== "object" || tree === null ? [] : Object.entries(tree).flatMap(([key, value]) => [
    [key, value] as const,
    ...values(value)
  ])

/** As Grafana writes a value: variables by their environment, a dollar that stands twice as one. */
const written = (text: string): string =>
  text.split("$$").map((part) => part.replaceAll(/\$\{?\w+(?:\{[^}]*\})?\}?/g, "…")).join("$")

describe("provisioning", () => {
  it("is four files that Grafana looks for, each of its first version", () => {
    assert.sameMembers(files, [
      "alerting/contact-points.yaml",
      "alerting/policies.yaml",
      "dashboards/dashboards.yaml",
      "datasources/datasources.yaml"
    ])
    for (const file of files) assert.propertyVal(read(`${folder}/${file}`), "apiVersion", 1)
  })

  it("dashboards begin with data sources that are there, of the kind they ask for", () => {
    assert.isAbove(Object.keys(DASHBOARDS).length, 3)
    for (const [name, { templating }] of Object.entries(DASHBOARDS)) {
      const sources = (templating.list ?? []).filter(({ type }) => type === "datasource")
      assert.isNotEmpty(sources, name)
      for (const { current, name: variable, query } of sources) {
        assert.strictEqual(uids.get(variable)?.type, query as string, `${name}: ${variable}`)
        assert.strictEqual(current?.value, variable, `${name}: ${variable}`)
      }
    }
  })

  it("data sources that lead to one another find each other, and one is the default", () => {
    const led = datasources.flatMap((one) =>
      values(one.jsonData).filter(([key]) => /^(datasource|alertmanager)Uid$/.test(key)).map(([, uid]) =>
        `${one.uid} → ${String(uid)}`
      )
    )
    assert.sameMembers(led, [
      "prometheus → alertmanager",
      "prometheus → tempo",
      "loki → tempo",
      "tempo → loki",
      "tempo → prometheus",
      "tempo → prometheus"
    ])
    for (const one of led) assert.isTrue(uids.has(one.split(" → ")[1]!), one)
    assert.deepStrictEqual(datasources.filter(({ isDefault }) => isDefault).map(({ uid }) => uid), ["prometheus"])
  })

  it("what Grafana fills in by the click is still there after it has filled in the environment", () => {
    const queries = values(uids.get("tempo")!.jsonData).filter(([key]) => key === "query").map(([, value]) => value)
    assert.lengthOf(queries, 3)
    for (
      const query of [
        ...queries,
        ...values(uids.get("loki")!.jsonData).filter(([key]) => key === "url").map(([, url]) => url)
      ]
    ) {
      assert.match(written(String(query)), /\$\{?__(trace\.traceId|tags|value\.raw)/)
      assert.notInclude(written(String(query)), "…")
    }
  })

  it("the database is asked by the role that can only read", () => {
    const { jsonData, secureJsonData, user } = uids.get("postgresql")!
    const role = readFileSync(`${root}layers/postgres/roles/reader.sql`, "utf8")
    assert.include(role, `create role ${user} `)
    assert.match(secureJsonData!["password"]!, /^\$__file\{\/run\/secrets\/\w+\}$/)
    assert.match(String(jsonData["sslmode"]), /^\$\{\w+\}$/)
  })

  it("there is no secret in it", () => {
    for (const [at, text] of texts.entries()) {
      // Words that could hold one are there only to say where it is.
      for (const [, key, value] of text.matchAll(/^\s*(\w*(?:password|token|secret|authorization)\w*): *(\S.*)$/gim)) {
        assert.match(value!, /^\$(__file)?\{/, `${files[at]}: ${key}`)
      }
      assert.notMatch(text, /\/\/[^/\s]*:[^/\s]*@/, files[at]!)
    }
  })

  it("every setting and secret file is in the README, and the README has no other", () => {
    const used = (pattern: RegExp) =>
      new Set(texts.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1]!)))
    const [, settings = ""] = readme.split("\n## Settings\n")
    const told = (pattern: RegExp) =>
      [...settings.split("\n## ")[0]!.matchAll(pattern)].map((match) => match[1]!).toSorted()
    assert.deepStrictEqual(told(/^\| `([A-Z][A-Z0-9_]+)`/gm), [...used(/(?<!\$)\$\{([A-Z][A-Z0-9_]+)\}/g)].toSorted())
    assert.deepStrictEqual(told(/^\| `(\/run\/secrets\/\w+)`/gm), [...used(/\$__file\{([^}]+)\}/g)].toSorted())
  })

  it("the README says what each panel asks for, as the dashboards have it", async () => {
    await promisify(execFile)(process.execPath, [`${root}grafana/readme.ts`, "--check"])
    for (const { name } of Metrics.ALL) assert.include(readme, `\`${name}\``)
  })

  it("Grafana and Alertmanager tell alike, and read one webhook", () => {
    const { policies } = read(`${folder}/alerting/policies.yaml`) as {
      readonly policies: ReadonlyArray<Readonly<Record<string, unknown>>>
    }
    const { contactPoints } = read(`${folder}/alerting/contact-points.yaml`) as {
      readonly contactPoints: ReadonlyArray<{ readonly name: string; readonly receivers: ReadonlyArray<unknown> }>
    }
    const { receivers, route } = read(`${root}otel/alertmanager.yaml`) as {
      readonly route: Readonly<Record<string, unknown>>
      readonly receivers: ReadonlyArray<unknown>
    }
    assert.lengthOf(policies, 1)
    const { orgId, receiver, ...manner } = policies[0]!
    const { receiver: _, ...theirs } = route
    assert.deepStrictEqual(manner, theirs)
    assert.strictEqual(orgId, 1)
    assert.deepStrictEqual(contactPoints.map(({ name }) => name), [receiver])
    const file = values(receivers).find(([key]) => key === "url_file")?.[1]
    assert.include(values(contactPoints).map(([, value]) => value), `$__file{${String(file)}}`)
  })
})
