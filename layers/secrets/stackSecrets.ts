/**
 * The secrets of docker-compose.yml, by the names of their files, and its doors. Those that hold others, like a URL, are put
 * together from them, so that a server and whoever calls it always agree.
 */
import { randomBytes } from "node:crypto"

/** As long as a key of AES-256, in bytes. */
const LENGTH = 32

export interface StackSecret {
  readonly name: string
  /** Those made before it, by their names. */
  readonly make: (of: (name: string) => string) => string
  /** Whether it says again what others say, and so should change with them. */
  readonly composed: boolean
}

/** In hexadecimal: the one coding that URLs, key files, shells and pgpass all leave alone. */
const random = (name: string): StackSecret => ({
  name,
  make: () => randomBytes(LENGTH).toString("hex"),
  composed: false
})

const composed = (name: string, make: StackSecret["make"]): StackSecret => ({ name, make, composed: true })

const fixed = (name: string, text: string): StackSecret => ({ name, make: () => text, composed: false })

const databaseUrl = (name: string, role: string) =>
  composed(name, (of) => `postgres://${role}:${of(`${role}_password`)}@postgres:5432/eco2mixd`)

const mongoUrl = (name: string, user: string) =>
  composed(
    name,
    (of) => `mongodb://eco2mixd_${user}:${of(`mongo_${user}_password`)}@mongo:27017/eco2mixd?replicaSet=rs0`
  )

export const READER = "eco2mixd_reader"

export const SECRETS: ReadonlyArray<StackSecret> = [
  random("postgres_password"),
  random("eco2mixd_migrator_password"),
  random("eco2mixd_writer_password"),
  random("eco2mixd_reader_password"),
  random("eco2mixd_monitor_password"),
  random("mongo_root_password"),
  random("mongo_migrator_password"),
  random("mongo_writer_password"),
  // What members of a replica set know one another by; there is one, and it still wants to know.
  random("mongo_keyfile"),
  databaseUrl("database_url", "eco2mixd_writer"),
  databaseUrl("database_migrator_url", "eco2mixd_migrator"),
  mongoUrl("mongo_url", "writer"),
  mongoUrl("mongo_migrator_url", "migrator"),
  random("api_token"),
  {
    name: "webhook_secret",
    make: () => `whsec_${randomBytes(LENGTH).toString("base64")}`,
    composed: false
  },
  // Nobody listens there: until another address is put in, Alertmanager says that it can't tell anyone.
  fixed("alert_webhook_url", "http://127.0.0.1:9/nobody-is-told-yet"),
  random("grafana_admin_password"),
  random("pgadmin_password"),
  composed("pgadmin_passfile", (of) => `postgres:5432:*:${READER}:${of(`${READER}_password`)}`)
]

/** What pgAdmin knows its user by, unless .env says otherwise. It wants an address of mail, and never writes to it. */
export const PGADMIN_EMAIL = "admin@example.org"

/** The doors, with the secret that opens each. `settings` are those of .env. */
export const doorsOf = (settings: Readonly<Record<string, string | undefined>>) => [
  {
    what: "status page, API",
    address: "http://127.0.0.1:8080/",
    user: "(bearer token, to change something)",
    secret: "api_token"
  },
  { what: "Grafana", address: "http://127.0.0.1:3000/", user: "admin", secret: "grafana_admin_password" },
  {
    what: "pgAdmin",
    address: "http://127.0.0.1:5050/",
    user: settings["PGADMIN_EMAIL"] ?? PGADMIN_EMAIL,
    secret: "pgadmin_password"
  },
  {
    what: "PostgreSQL, reading",
    address: "postgres://127.0.0.1:5433/eco2mixd",
    user: READER,
    secret: `${READER}_password`
  },
  {
    what: "MongoDB, everything",
    address: "mongodb://127.0.0.1:27017/?directConnection=true",
    user: "root",
    secret: "mongo_root_password"
  }
]

/** Whom the containers run as: files are theirs alone. Root owns too much; its containers get an account that no machine has. */
export const NOBODY_ELSE = 10_001

/** What `docker compose` reads beside the file itself. */
export const dotEnv = (uid: number, gid: number): string =>
  `# What docker compose reads beside docker-compose.yml: made by \`eco2mixd init\`, and yours to change. Secrets are in secrets/.

# What \`docker compose up -d\` starts: core is the daemon and its stores (in its place, cluster is three daemons that share the work),
# monitoring all that watches them, admin is pgAdmin.
COMPOSE_PROFILES=core,monitoring,admin

# The account that the files in secrets/ belong to: the containers run as it, and their volumes are its own. Once there are
# volumes, leave it. Where the engine runs without root, this account is 0 inside.
STACK_UID=${uid}
STACK_GID=${gid}

# What pgAdmin knows its user by: an address of mail, but nothing is sent to it.
PGADMIN_EMAIL=${PGADMIN_EMAIL}

# Who is told of failed runs and stale regions, besides the alerts' receiver in secrets/alert_webhook_url.
#ECO2MIXD_WEBHOOK_URL=https://…

# Whom Grafana tells of alerts that someone makes in it: webhook (secrets/alert_webhook_url) or email.
#ALERT_CONTACT=webhook
#ALERT_MAIL=

# Any image may be held to its digest, beside its tag: docker-compose.yml names them all.
#POSTGRES_DIGEST=@sha256:…
`
