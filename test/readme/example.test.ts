/** The README's example of another layer is a program that runs, and says what it should. */
import { assert, it } from "@effect/vitest"
import { execFile } from "node:child_process"
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"

const root = new URL("../..", import.meta.url).pathname

it("the README's table of one's own takes the rows of a morning", async () => {
  const [, example] = /```ts\n(.*?)```/s.exec(readFileSync(join(root, "README.md"), "utf8")) ?? []
  // In the project, for its imports; ignored by git.
  const file = join(root, ".tools", `example-${process.pid}.ts`)
  mkdirSync(join(root, ".tools"), { recursive: true })
  writeFileSync(file, example!)
  try {
    const run = "Deno" in globalThis ? ["run", "--allow-read", "--allow-env", "--allow-sys", file] : [file]
    const { stdout } = await promisify(execFile)(process.execPath, run)
    assert.lengthOf(stdout.match(/│ "?'?(ensemble|thermique)\b.*│ +137 /g) ?? [], 4, stdout)
    assert.match(stdout, /revisions: 1,[^]*rows: 4\b/)
  } finally {
    rmSync(file)
  }
})
