/** The scripts for shells, as a shell takes them. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { execFileSync } from "node:child_process"
import * as Program from "../support/Program.ts"

const script = (shell: string) =>
  Effect.map(Program.run(["completions", shell], {}), ({ code, stderr, stdout }) => {
    assert.strictEqual(code, 0, stderr)
    return stdout
  })

/** What bash would offer for the words so far. */
const offered = (bash: string, ...words: ReadonlyArray<string>): ReadonlyArray<string> => {
  const name = /complete .*?-F (\S+) eco2mixd/.exec(bash)?.[1]
  assert.isDefined(name)
  const ask = `${bash}
COMP_WORDS=(eco2mixd "$@"); COMP_CWORD=$#; COMP_LINE="eco2mixd $*"; COMP_POINT=\${#COMP_LINE}
${name} eco2mixd "\${@: -1}" "\${@: -2:1}"
printf '%s\\n' "\${COMPREPLY[@]}"`
  return execFileSync("bash", ["-c", ask, "bash", ...words], { encoding: "utf8" }).trim().split("\n").map((word) =>
    word.trim()
  )
}

describe("completions", () => {
  it.live(
    "bash takes the script, and completes commands, their own commands and their flags",
    () =>
      Effect.gen(function*() {
        const bash = yield* script("bash")
        execFileSync("bash", ["-n"], { input: bash })
        assert.deepStrictEqual(offered(bash, "sta").filter((word) => word === "status"), ["status"])
        assert.deepStrictEqual(
          [...offered(bash, "quarantine", "")].toSorted().filter((word) => !word.startsWith("-")),
          [
            "drop",
            "list",
            "retry",
            "show"
          ]
        )
        assert.include(offered(bash, "status", "--w"), "--watch")
        assert.include(offered(bash, "completions", ""), "zsh")
      }),
    60_000
  )

  it.live("zsh and fish have theirs, and no other shell", () =>
    Effect.gen(function*() {
      assert.match(yield* script("zsh"), /^#compdef eco2mixd/)
      assert.match(yield* script("fish"), /complete -c eco2mixd/)
      const other = yield* Program.run(["completions", "tcsh"], {})
      assert.strictEqual(other.code, 2)
      assert.match(other.stderr, /tcsh.*bash/)
    }), 180_000)
})
