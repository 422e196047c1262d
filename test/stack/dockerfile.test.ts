/** The Dockerfile: its bases are those that package.json names, what it runs needs no shell, and nothing secret goes to the engine. */
import { assert, describe, it } from "@effect/vitest"
import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "./Compose.ts"
import { argumentOf, commandOf, dockerfile, stageOf } from "./Dockerfiles.ts"

const { devDependencies, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))

const TARGETS = ["node", "deno"]

describe("Dockerfile", () => {
  it("builds upon the runtimes of package.json, each by its tag and with room for its digest", () => {
    assert.strictEqual(argumentOf("NODE_TAG"), `${devDependencies.node}-bookworm-slim`)
    assert.strictEqual(argumentOf("DENO_TAG"), devDependencies.deno)
    assert.strictEqual(argumentOf("VERSION"), version)
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, base]) => base)
    assert.deepStrictEqual(bases, [
      "node:${NODE_TAG}${NODE_DIGEST}",
      "node:${NODE_TAG}${NODE_DIGEST}",
      "denoland/deno:${DENO_TAG}${DENO_DIGEST}",
      "node"
    ])
  })

  for (const target of TARGETS) {
    it(`${target}: runs as an account that no machine has, without a shell, and is asked whether it is well`, () => {
      const stage = stageOf(target)
      assert.match(stage, /^USER 10001:10001$/m)
      assert.match(stage, /^STOPSIGNAL SIGTERM$/m)
      assert.strictEqual(commandOf(target, "ENTRYPOINT")[0], target)
      assert.deepStrictEqual(commandOf(target, "CMD"), ["start"])
      assert.match(commandOf(target, "HEALTHCHECK").join(" "), /\/healthz/)
      assert.notMatch(stage, /^RUN/m)
      for (const label of ["title", "description", "licenses", "version", "revision"]) {
        assert.include(stage, `org.opencontainers.image.${label}=`)
      }
      // What it runs is owned by root, and it may not write to it.
      assert.notMatch(stage, /--chown/)
      assert.match(stage, /ECO2MIXD_STORES=servers/)
    })
  }

  it("Deno may do what is named, and not everything", () => {
    const entrypoint = commandOf("deno", "ENTRYPOINT")
    assert.includeMembers([...entrypoint], ["--allow-net", "--allow-env", "--allow-read=/app,/run/secrets"])
    assert.notMatch(entrypoint.join(" "), /-A\b|--allow-all|--allow-write|--allow-run|--allow-ffi/)
  })

  it("modules are held to the lock, and none of their scripts is run", () => {
    assert.match(stageOf("bundle"), /npm install --no-save --omit=dev --ignore-scripts/)
    assert.match(stageOf("bundle"), /^COPY package\.json package-lock\.json/m)
  })

  it("nothing goes to the engine but what is built", () => {
    const [first, ...others] = readFileSync(join(root, ".dockerignore"), "utf8").split("\n").filter((line) =>
      line !== "" && !line.startsWith("#")
    )
    assert.strictEqual(first, "*")
    const sent = others.filter((line) => line.startsWith("!")).map((line) => line.slice(1))
    assert.sameMembers(sent, [
      "package.json",
      "package-lock.json",
      ".rolldown.config.mjs",
      "src",
      "layers",
      "pipelines"
    ])
  })
})

const hadolint = [process.env["HADOLINT"], join(root, ".tools/python/bin/hadolint"), "hadolint"].find((program) => {
  if (program === undefined) return false
  try {
    return execFileSync(program, ["--version"], { encoding: "utf8", stdio: "pipe" }).includes("Dockerfile Linter")
  } catch {
    return false
  }
})

describe("Dockerfile, by hadolint", () => {
  if (hadolint === undefined) it.skip("skipped: there is no hadolint here", () => {})
  else {
    it("it has nothing to say", () => {
      assert.strictEqual(execFileSync(hadolint, [join(root, "Dockerfile")], { encoding: "utf8" }), "")
    })
  }
})
