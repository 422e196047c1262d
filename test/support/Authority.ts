/** An authority of our own, and the certificates that it gives to servers: made by the machine's openssl, where it has one. */
import * as Effect from "effect/Effect"
import { execFile, execFileSync } from "node:child_process"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"
import { temporaryFolder } from "./EmbeddedStores.ts"

export const missing: string | undefined = (() => {
  try {
    execFileSync("openssl", ["version"], { stdio: "ignore" })
    return undefined
  } catch {
    return "skipped: there is no openssl here, so nobody makes certificates"
  }
})()

/** Files in PEM. */
export interface Certificate {
  readonly cert: string
  readonly key: string
}

export interface Authority {
  /** The file of its own certificate. */
  readonly file: string
  /** A certificate for a name; `expired`: since a day. */
  readonly issue: (name: string, expired?: boolean) => Effect.Effect<Certificate>
}

const openssl = (folder: string, ...args: ReadonlyArray<string>) =>
  promisify(execFile)("openssl", args, { cwd: folder })

const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]

export const make: Effect.Effect<Authority, never, Effect.Services<typeof temporaryFolder>> = Effect.gen(function*() {
  const folder = yield* temporaryFolder
  yield* Effect.promise(() =>
    openssl(
      folder,
      "req",
      "-x509",
      ...NEW_KEY,
      "-keyout",
      "ca.key",
      "-out",
      "ca.crt",
      "-days",
      "2",
      "-subj",
      "/CN=Test"
    )
  )
  const issue = async (name: string, expired: boolean): Promise<Certificate> => {
    const file = crypto.randomUUID()
    const san = `subjectAltName=DNS:${name}`
    await openssl(
      folder,
      "req",
      "-new",
      ...NEW_KEY,
      "-keyout",
      `${file}.key`,
      "-out",
      `${file}.csr`,
      "-subj",
      `/CN=${name}`,
      "-addext",
      san
    )
    await openssl(
      folder,
      "x509",
      "-req",
      "-in",
      `${file}.csr`,
      "-CA",
      "ca.crt",
      "-CAkey",
      "ca.key",
      "-copy_extensions",
      "copy",
      "-days",
      expired ? "-1" : "2",
      "-out",
      `${file}.crt`
    )
    return { cert: join(folder, `${file}.crt`), key: join(folder, `${file}.key`) }
  }
  return {
    file: join(folder, "ca.crt"),
    issue: (name, expired = false) => Effect.promise(() => issue(name, expired))
  }
})

export const textOf = (file: string): Effect.Effect<string> => Effect.promise(() => readFile(file, "utf8"))
