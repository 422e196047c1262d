/** SECURITY.md speaks of what is there: every defence has its file, and every test that it names is one. */
import { SUBJECTS } from "#domain/Filiere"
import { NATURES } from "#domain/Nature"
import * as Region from "#domain/Region"
import { told } from "#layers/odre/OdreApi"
import { assert, describe, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import { join } from "node:path"

const root = new URL("..", import.meta.url).pathname
const read = (file: string): string => readFileSync(join(root, file), "utf8")

const rows = read("SECURITY.md").split("\n").filter((line) => /^\| [A-Z`]/.test(line)).map((line) => {
  const [, threat, defence, tests] = line.split(" | ").length === 3
    ? ["", ...line.replace(/^\| /, "").replace(/ \|$/, "").split(" | ")]
    : []
  return { line, threat: threat ?? "", defence: defence ?? "", tests: tests ?? "" }
})

/** `file`: "name"; "name"; `file`: "name". */
const named = (tests: string): ReadonlyArray<{ readonly file: string; readonly names: ReadonlyArray<string> }> =>
  [...tests.matchAll(/`([^`]+)`: ((?:"[^"]+"(?:; )?)+)/g)].map(([, file, names]) => ({
    file: file!,
    names: [...names!.matchAll(/"([^"]+)"/g)].map(([, name]) => name!)
  }))

describe("SECURITY.md", () => {
  it("has of each threat a defence and a test", () => {
    assert.isAtLeast(rows.length, 25)
    for (const { defence, line, tests, threat } of rows) {
      assert.isAbove(threat.length, 10, line)
      const files = [...defence.matchAll(/`([^`]+)`/g)].map(([, file]) => file!)
      assert.isNotEmpty(files, line)
      for (const file of files) assert.isNotEmpty(read(file), file)
      assert.isNotEmpty(named(tests), line)
      // Nothing beside them, that nobody would look for.
      assert.strictEqual(tests.replaceAll(/`[^`]+`: |"[^"]+"|; /g, ""), "", line)
    }
  })

  it("names tests that are there, and not skipped", () => {
    for (const { file, names } of rows.flatMap(({ tests }) => named(tests))) {
      const text = read(file)
      for (const name of names) {
        const quoted = file === ".ci/run" ? `step '${name}'` : JSON.stringify(name)
        assert.include(text, quoted, `${file}: ${name}`)
        assert.notMatch(text, new RegExp(`\\.skip\\(\\s*${quoted.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")}`))
      }
    }
  })
})

describe("text", () => {
  it("what the source says steers no terminal, in an error neither", () => {
    const said = told("no \u001B[2J\u0007such\u009B31m \u202Edataset\0")
    assert.strictEqual(said, "no \\u{1b}[2J\\u{7}such\\u{9b}31m \\u{202e}dataset\\u{0}")
  })

  it("no word of an export begins as a formula does", () => {
    const words = [...Region.ALL, ...Region.ALL.map(Region.nameOf), ...SUBJECTS, ...NATURES, "instant", "day"]
    assert.deepStrictEqual(words.filter((word) => !/^[\p{L}\d]/u.test(word)), [])
  })
})
