/** Settings and secrets of a stack: all there, nobody else's to read, in agreement, and never overwritten, whoever else makes them. */
import * as SecretFiles from "#layers/secrets/SecretFiles"
import { SECRETS } from "#layers/secrets/stackSecrets"
import { Secrets, type SecretsError } from "#ports/Secrets"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { chmod, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { parseEnv } from "node:util"
import { temporaryFolder } from "../../support/EmbeddedStores.ts"

const prepare = (folder: string) => Effect.flatMap(Secrets, (secrets) => secrets.prepare(folder))

const entrances = (folder: string) => Effect.flatMap(Secrets, (secrets) => secrets.entrances(folder))

/** All files, by their names within the folder. */
const filesOf = (folder: string) =>
  Effect.promise(async () => {
    const names = [".env", ...(await readdir(join(folder, "secrets"))).map((name) => `secrets/${name}`)].toSorted()
    return new Map(
      await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), "utf8")] as const))
    )
  })

const refusal = <A, R>(effect: Effect.Effect<A, SecretsError, R>) =>
  Effect.map(Effect.flip(effect), ({ message }) => message)

describe("secret files", () => {
  it.live("makes each once, of 32 random bytes, for its owner's eyes alone", () =>
    Effect.gen(function*() {
      const folder = join(yield* temporaryFolder, "stack")
      const prepared = yield* prepare(folder)
      assert.deepStrictEqual(
        prepared.map(({ file }) => file),
        [".env", ...SECRETS.map(({ name }) => `secrets/${name}`)]
      )
      assert.isTrue(prepared.every(({ made, remark }) => made && remark === null))
      const files = yield* filesOf(folder)
      assert.sameMembers([...files.keys()], prepared.map(({ file }) => file))
      for (const file of files.keys()) {
        assert.strictEqual((yield* Effect.promise(() => stat(join(folder, file)))).mode & 0o777, 0o600, file)
      }
      assert.strictEqual((yield* Effect.promise(() => stat(join(folder, "secrets")))).mode & 0o777, 0o700)
      const random = SECRETS.filter(({ composed, name }) => !composed && !name.endsWith("_url"))
      const texts = random.map(({ name }) => files.get(`secrets/${name}`)!)
      assert.isAtLeast(random.length, 13)
      for (const text of texts) assert.match(text, /^([0-9a-f]{64}|whsec_[A-Za-z0-9+/]{43}=)$/)
      assert.strictEqual(new Set(texts).size, texts.length)
    }).pipe(Effect.provide(SecretFiles.layer), Effect.scoped))

  it.live("the files belong to the account that .env names: the caller's, or under root one of the containers' own", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      yield* prepare(folder)
      const { STACK_GID, STACK_UID } = parseEnv((yield* filesOf(folder)).get(".env")!)
      assert.strictEqual(STACK_UID, String(process.getuid!() === 0 ? 10_001 : process.getuid!()))
      for (const { name } of SECRETS) {
        const { gid, uid } = yield* Effect.promise(() => stat(join(folder, "secrets", name)))
        assert.deepStrictEqual([String(uid), String(gid)], [STACK_UID, STACK_GID])
      }
    }).pipe(Effect.provide(SecretFiles.layer), Effect.scoped))

  it.live("what is there stays as it is, to the byte", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      yield* prepare(folder)
      const before = yield* filesOf(folder)
      const again = yield* prepare(folder)
      assert.isTrue(again.every(({ made, remark }) => !made && remark === null))
      assert.deepStrictEqual(yield* filesOf(folder), before)
    }).pipe(Effect.provide(SecretFiles.layer), Effect.scoped))

  it.live("whoever removes one gets another, and hears what still says the old one", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      yield* prepare(folder)
      const before = yield* filesOf(folder)
      yield* Effect.promise(() => rm(join(folder, "secrets/eco2mixd_writer_password")))
      const again = yield* prepare(folder)
      assert.deepStrictEqual(again.flatMap(({ file, made }) => made ? [file] : []), [
        "secrets/eco2mixd_writer_password"
      ])
      const told = again.filter(({ remark }) => remark !== null)
      assert.deepStrictEqual(told.map(({ file }) => file), ["secrets/database_url"])
      assert.match(told[0]!.remark!, /remove it to have it made again/)
      yield* Effect.promise(() => rm(join(folder, "secrets/database_url")))
      assert.isTrue((yield* prepare(folder)).every(({ remark }) => remark === null))
      const after = yield* filesOf(folder)
      assert.include(after.get("secrets/database_url")!, after.get("secrets/eco2mixd_writer_password")!)
      assert.notInclude(after.get("secrets/database_url")!, before.get("secrets/eco2mixd_writer_password")!)
      const others = [...before].filter(([name]) => !/writer_password|database_url$/.test(name))
      for (const [name, text] of others) assert.strictEqual(after.get(name), text, name)
    }).pipe(Effect.provide(SecretFiles.layer), Effect.scoped))

  it.live("two at the same moment end with one set, in which all agree", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      const both = yield* Effect.all(Array.from({ length: 4 }, () => prepare(folder)), { concurrency: "unbounded" })
      for (const { name } of SECRETS) {
        const makers = both.filter((files) => files.find(({ file }) => file === `secrets/${name}`)!.made)
        assert.strictEqual(makers.length, 1, name)
      }
      assert.isTrue((yield* prepare(folder)).every(({ made, remark }) => !made && remark === null))
      assert.strictEqual((yield* filesOf(folder)).size, SECRETS.length + 1)
    }).pipe(Effect.provide(SecretFiles.layer), Effect.scoped))

  it.live("the doors have the passwords that are in the files, and the users of .env", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      yield* prepare(folder)
      const env = join(folder, ".env")
      yield* Effect.promise(async () =>
        writeFile(env, (await readFile(env, "utf8")).replace(/(PGADMIN_EMAIL=).*/, "$1me@example.com"))
      )
      const files = yield* filesOf(folder)
      const doors = yield* entrances(folder)
      for (const { file, password } of doors) assert.strictEqual(password, files.get(file))
      assert.strictEqual(doors.find(({ what }) => what === "pgAdmin")!.user, "me@example.com")
      assert.sameMembers(doors.map(({ address }) => new URL(address).port), ["8080", "3000", "5050", "5433", "27017"])
    }).pipe(Effect.provide(SecretFiles.layer), Effect.scoped))

  it.live("says what is in the way, and where", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      assert.match(yield* refusal(entrances(folder)), /\.env is not there yet: `eco2mixd init` makes it/)
      assert.match(yield* refusal(prepare(join(folder, "no/such"))), /no\/such can't be made \(ENOENT\)/)
      yield* Effect.promise(() => writeFile(join(folder, "secrets"), ""))
      assert.match(yield* refusal(prepare(folder)), /secrets can't be made \(EEXIST\)/)
      yield* Effect.promise(async () => {
        await rm(join(folder, "secrets"))
        await mkdir(join(folder, "secrets/api_token"), { recursive: true })
      })
      // As an engine leaves it that was started before init.
      assert.match(yield* refusal(prepare(folder)), /api_token can't be read \(EISDIR\)/)
      yield* Effect.promise(async () => {
        await rm(join(folder, "secrets/api_token"), { recursive: true })
        await writeFile(join(folder, "secrets/api_token"), "\n")
      })
      assert.match(yield* refusal(prepare(folder)), /api_token is empty: remove it/)
    }).pipe(Effect.provide(SecretFiles.layer), Effect.scoped))

  it.live("remarks on settings of somebody else's that lack what is needed, and on a folder that others may look into", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      yield* Effect.promise(async () => {
        await writeFile(join(folder, ".env"), "STACK_UID=1000\nOTHER=1\n")
        await mkdir(join(folder, "secrets"))
        await chmod(join(folder, "secrets"), 0o755)
      })
      const remarks = (yield* prepare(folder)).flatMap(({ remark }) => remark ?? [])
      assert.strictEqual(remarks.length, 2)
      assert.match(remarks[0]!, /^lacks COMPOSE_PROFILES, STACK_GID: add them/)
      assert.match(remarks[1]!, /^others may look into it: `chmod 700 .*secrets`$/)
    }).pipe(Effect.provide(SecretFiles.layer), Effect.scoped))
})
