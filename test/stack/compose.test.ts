/** docker-compose.yml: what holds for every service, read from the file, and each exception with its reason beside it. */
import { dotEnv, SECRETS } from "#layers/secrets/stackSecrets"
import { assert, describe, it } from "@effect/vitest"
import { execFileSync } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parse } from "yaml"
import { compose, linesOf, networksOf, root, services, text } from "./Compose.ts"

/** By the names of the services of which it does not hold. */
const except = (holds: (name: string) => boolean): ReadonlyArray<string> =>
  services.map(([name]) => name).filter((name) => !holds(name))

const of = (name: string) => compose.services[name]!

/** Those that run to their end and are gone. */
const ONCE = ["volumes", "postgres-accounts", "mongo-accounts", "migrate", "postgres-rights"]

/** One that works alone, or three that share the work. */
const CREW = ["eco2mixd-1", "eco2mixd-2", "eco2mixd-3"]
const DAEMONS = ["eco2mixd", ...CREW]

/** Nothing in their images could ask. */
const UNASKED = ["collector", "tempo"]

/** The doors of the stack, on this machine alone. */
const PORTS = {
  eco2mixd: ["127.0.0.1:8080:8080"],
  "eco2mixd-1": ["127.0.0.1:8081:8080"],
  "eco2mixd-2": ["127.0.0.1:8082:8080"],
  "eco2mixd-3": ["127.0.0.1:8083:8080"],
  postgres: ["127.0.0.1:5433:5432"],
  mongo: ["127.0.0.1:27017:27017"],
  pgadmin: ["127.0.0.1:5050:5050"],
  grafana: ["127.0.0.1:3000:3000"]
}

describe("docker-compose.yml", () => {
  it("has the daemon, its stores, and all that watches them, each in a profile", () => {
    const by = (profile: string) =>
      services.filter(([, { profiles }]) => profiles.includes(profile)).map(([name]) => name)
    assert.includeMembers(by("core"), ["eco2mixd", "postgres", "mongo", "migrate"])
    // In its place, on the same stores.
    assert.sameMembers(by("cluster"), [...by("core").filter((name) => name !== "eco2mixd"), ...CREW])
    assert.includeMembers(
      by("monitoring"),
      "collector prometheus alertmanager tempo loki alloy postgres-exporter grafana".split(" ")
    )
    assert.includeMembers(by("admin"), ["pgadmin"])
    assert.deepStrictEqual(except((name) => of(name).profiles.length > 0), [])
  })

  it("opens eight ports, and none beyond this machine", () => {
    const open = services.flatMap(([name, { ports }]) => ports === undefined ? [] : [[name, ports]])
    assert.deepStrictEqual(Object.fromEntries(open), PORTS)
  })

  it("each is asked whether it is well, or says why nobody can", () => {
    const asked = (name: string) => (of(name).healthcheck?.test?.length ?? 0) > 0 || DAEMONS.includes(name)
    assert.sameMembers([...except(asked)], [...ONCE, ...UNASKED])
    for (const name of UNASKED) {
      assert.match(linesOf(name), /# There is nothing in its image that could ask.*\n +healthcheck/)
    }
    // The daemon's own check is in the image.
    for (const name of DAEMONS) assert.strictEqual(of(name).healthcheck, undefined)
  })

  it("each waits for those it needs, by a condition, and for none that its profile may lack", () => {
    for (const [name, { depends_on: needed = {}, profiles }] of services) {
      for (const [other, { condition, required }] of Object.entries(needed)) {
        assert.property(compose.services, other)
        const wanted = ONCE.includes(other)
          ? ["service_completed_successfully"]
          : UNASKED.includes(other)
          ? ["service_started"]
          : ["service_healthy", "service_started"]
        assert.include(wanted, condition, `${name} on ${other}`)
        const there = profiles.every((profile) => of(other).profiles.includes(profile))
        assert.strictEqual(required === false, !there, `${name} on ${other}: required`)
      }
    }
  })

  it("each has bounds: memory, processors, processes, logs", () => {
    assert.deepStrictEqual(except((name) => /^\d+[mg]$/.test(of(name).mem_limit)), [])
    assert.deepStrictEqual(except((name) => of(name).cpus > 0 && of(name).cpus <= 2), [])
    assert.deepStrictEqual(except((name) => of(name).pids_limit > 0 && of(name).pids_limit <= 256), [])
    const logs = { driver: "json-file", options: { "max-size": "10m", "max-file": "3" } }
    for (const [, { logging }] of services) assert.deepStrictEqual(logging, logs)
  })

  it("each has no capability and gains none; the two exceptions say why", () => {
    for (const [, service] of services) {
      assert.deepStrictEqual(service.cap_drop, ["ALL"])
      assert.deepStrictEqual(service.security_opt, ["no-new-privileges:true"])
      assert.isUndefined(service.privileged)
    }
    const added = services.flatMap(([name, { cap_add }]) => cap_add === undefined ? [] : [[name, cap_add]])
    assert.deepStrictEqual(Object.fromEntries(added), { volumes: ["CHOWN"], pgadmin: ["NET_BIND_SERVICE"] })
    assert.match(linesOf("volumes"), /cap_add: \[CHOWN\] # \w/)
    assert.match(linesOf("pgadmin"), /# Its Python .*\n(?: +#.*\n)+ +cap_add/)
  })

  it("each is the account of the secrets, and its root is read-only; one is root, with nothing but the right to give", () => {
    const account = /^\$\{STACK_UID:\?[^}]+\}:\$\{STACK_GID:\?[^}]+\}$/
    assert.deepStrictEqual(except((name) => account.test(of(name).user)), ["volumes"])
    assert.strictEqual(of("volumes").network_mode, "none")
    assert.deepStrictEqual(except((name) => of(name).read_only), [])
    assert.deepStrictEqual(except((name) => of(name).tmpfs.every((mount) => /^\/[^:]+:size=\d+m$/.test(mount))), [])
  })

  it("each comes back after a crash, or ends once and for all", () => {
    assert.deepStrictEqual(except((name) => of(name).restart === (ONCE.includes(name) ? "no" : "unless-stopped")), [])
    // A child of the daemon that was killed is no zombie, and it is given longer than it takes.
    for (const name of DAEMONS) {
      assert.isTrue(of(name).init)
      assert.strictEqual(of(name).stop_grace_period, "15s")
    }
    assert.deepStrictEqual(
      ["postgres", "mongo", "prometheus", "tempo", "loki"].filter((name) => of(name).stop_grace_period !== "60s"),
      []
    )
  })

  it("each image is named to the last digit, with room for its digest", () => {
    const pinned = /^[a-z0-9./-]+:v?\d+\.\d+(\.\d+)?(-\w+)?\$\{[A-Z_]+_DIGEST:-\}$/
    const ours = "${ECO2MIXD_IMAGE:-eco2mixd:local}"
    assert.deepStrictEqual(except((name) => pinned.test(of(name).image) || of(name).image === ours), [])
    assert.deepStrictEqual(services.filter(([, { image }]) => image === ours).map(([name]) => name), [
      "migrate",
      ...DAEMONS
    ])
  })

  it("nobody is let to the engine, and nothing of this machine is written to", () => {
    assert.notMatch(text, /docker\.sock|\/var\/lib\/docker|network_mode: host|pid: host/)
    const mounts = services.flatMap(([name, { volumes = [] }]) => volumes.map((mount) => [name, mount] as const))
    for (const [name, mount] of mounts) {
      if (typeof mount === "string") assert.strictEqual(name, "volumes")
      else if (mount.type === "bind") {
        assert.isTrue(mount.read_only === true && mount.bind?.create_host_path === false, name)
      } // What an image has there would come with its owner.
      else assert.isTrue(mount.volume?.nocopy, `${name}: ${mount.target}`)
    }
  })

  it("every volume is given to the account, and used by somebody", () => {
    const given = of("volumes").volumes!.map((mount) => String(mount).split(":") as [string, string])
    assert.sameMembers(given.map(([name]) => name), Object.keys(compose.volumes))
    assert.sameMembers(of("volumes").command!.slice(1), given.map(([, path]) => path))
    const used = services.flatMap(([name, { volumes = [] }]) =>
      name === "volumes"
        ? []
        : volumes.flatMap((mount) => typeof mount !== "string" && mount.type === "volume" ? mount.source : [])
    )
    assert.sameMembers([...new Set(used)], Object.keys(compose.volumes))
    for (const [name, { depends_on, volumes = [] }] of services) {
      if (name !== "volumes" && volumes.length > 0) assert.property(depends_on, "volumes", name)
    }
  })

  it("every file that is mounted is there, and mounted by somebody", () => {
    const sources = services.flatMap(([, { volumes = [] }]) =>
      volumes.flatMap((mount) => typeof mount !== "string" && mount.type === "bind" ? mount.source : [])
    )
    const files = Object.values(compose.configs).map(({ file }) => file!)
    assert.deepStrictEqual([...files, ...sources].filter((file) => !existsSync(join(root, file))), [])
    const used = services.flatMap(([, { configs = [] }]) => configs.map(({ source }) => source))
    assert.sameMembers([...new Set(used)], Object.keys(compose.configs))
  })

  it("every secret is one that init makes, and each that it makes is read by somebody", () => {
    assert.sameMembers(Object.keys(compose.secrets), SECRETS.map(({ name }) => name))
    for (const [name, { file }] of Object.entries(compose.secrets)) assert.strictEqual(file, `./secrets/${name}`)
    assert.sameMembers(
      [...new Set(services.flatMap(([, { secrets = [] }]) => secrets))],
      Object.keys(compose.secrets)
    )
    // Whoever names a file of secrets has been given it.
    for (const [name, { command = [], environment = {}, secrets = [] }] of services) {
      const named = [...Object.values(environment), ...command].join(" ").matchAll(/\/run\/secrets\/(\w+)/g)
      assert.includeMembers([...secrets], [...named].map(([, secret]) => secret!), name)
    }
  })

  it("no secret stands in the file: what is secret is a file in the container", () => {
    for (const [name, { environment = {} }] of services) {
      const secret = Object.keys(environment).filter((key) => /PASSWORD|TOKEN|_SECRET|DATABASE_URL|MONGO_URL/.test(key))
      assert.deepStrictEqual(secret.filter((key) => !key.endsWith("_FILE")), [], name)
    }
  })

  it("the stores and those who watch reach nothing beyond this machine; who does says why", () => {
    const { crew, doors, outside, stores, watch } = compose.networks
    assert.isTrue(stores?.internal === true && watch?.internal === true && crew?.internal === true)
    assert.isUndefined(doors?.internal)
    assert.isUndefined(outside?.internal)
    const out = services.filter(([, { networks }]) => networksOf(networks).includes("outside")).map(([name]) => name)
    assert.sameMembers(out, [...DAEMONS, "alertmanager", "grafana"])
    for (const name of out) assert.match(linesOf(name), /# The way out is for .*\n +networks/)
    // A port is of use only where something not internal leads to it, and of two such nobody knows which is the way.
    for (const [name, { networks, ports }] of services) {
      const open = networksOf(networks).filter((network) => compose.networks[network]!.internal !== true)
      assert.isAtMost(open.length, 1, name)
      if (ports !== undefined) assert.strictEqual(open.length, 1, name)
    }
  })

  it("the daemons of a cluster listen for one another in a network that leads nowhere and has nobody else", () => {
    const there = services.filter(([, { networks }]) => networksOf(networks).includes("crew")).map(([name]) => name)
    assert.sameMembers(there, CREW)
    for (const name of CREW) {
      const { environment = {}, networks, ports = [] } = of(name)
      assert.strictEqual(environment["ECO2MIXD_CLUSTER"], "on", name)
      assert.notProperty(environment, "ECO2MIXD_CLUSTER_LISTEN", name)
      const [host, port] = String(environment["ECO2MIXD_CLUSTER_ADDRESS"]).split(":")
      // Their names of services lead to any of their addresses; this one to that of the one network.
      const places = Object.entries(networks ?? {}).filter(([, place]) => place?.aliases?.includes(host!))
      assert.deepStrictEqual(places.map(([network]) => network), ["crew"], name)
      assert.isFalse(ports.some((one) => one.endsWith(`:${port}`)), name)
      // In all else they are as the one that works alone.
      const others = Object.entries(environment).filter(([setting]) => !setting.startsWith("ECO2MIXD_CLUSTER"))
      assert.deepStrictEqual(Object.fromEntries(others), of("eco2mixd").environment, name)
    }
  })

  it("Prometheus asks every daemon that may run", () => {
    const { scrape_configs: jobs } = parse(readFileSync(join(root, "otel/prometheus.yaml"), "utf8")) as Scraped
    const [names] = jobs.filter(({ job_name }) => job_name === "eco2mixd").map((job) => job.dns_sd_configs?.[0]?.names)
    assert.deepStrictEqual(names, DAEMONS)
    for (const name of DAEMONS) assert.include(networksOf(of(name).networks), "watch")
  })
})

interface Scraped {
  readonly scrape_configs: ReadonlyArray<{
    readonly job_name: string
    readonly dns_sd_configs?: ReadonlyArray<{ readonly names: ReadonlyArray<string> }>
  }>
}

/** The real one, by `docker compose` or as a program of its own. */
const program = [[join(root, ".tools/docker-compose")], ["docker", "compose"], ["docker-compose"]].find(
  ([name, ...more]) => {
    try {
      return /Docker Compose version/.test(
        execFileSync(name!, [...more, "version"], { encoding: "utf8", stdio: "pipe" })
      )
    } catch {
      return false
    }
  }
)

describe("docker-compose.yml, by docker compose", () => {
  if (program === undefined) it.skip("skipped: there is no docker compose here", () => {})
  else {
    const run = (env: string, ...args: ReadonlyArray<string>) => {
      const folder = mkdtempSync(join(tmpdir(), "eco2mixd-test-"))
      try {
        writeFileSync(join(folder, ".env"), env)
        const [name, ...more] = program
        const all = [...more, "--project-directory", root, "--file", join(root, "docker-compose.yml")]
        return execFileSync(name!, [...all, "--env-file", join(folder, ".env"), ...args], {
          encoding: "utf8",
          stdio: "pipe",
          env: { PATH: process.env["PATH"], HOME: folder }
        })
      } finally {
        rmSync(folder, { recursive: true })
      }
    }

    it("it is valid, and .env as init writes it starts everything but the cluster", () => {
      run(dotEnv(1_000, 1_000), "config", "--quiet")
      const started = run(dotEnv(1_000, 1_000), "config", "--services").trim().split("\n")
      assert.sameMembers(started, Object.keys(compose.services).filter((name) => !CREW.includes(name)))
    })

    it("each profile stands without the others", () => {
      for (const profile of ["core", "cluster", "monitoring", "admin"]) {
        run(dotEnv(1_000, 1_000).replace(/(COMPOSE_PROFILES=).*/, `$1${profile}`), "config", "--quiet")
      }
    })

    it("without .env it says what to do", () => {
      assert.throws(
        () => run("", "config", "--quiet"),
        /STACK_UID is missing a value: there is no .env yet, npx eco2mixd init/
      )
    })
  }
})
