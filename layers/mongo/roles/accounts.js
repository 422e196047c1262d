// The accounts of the lake, for mongosh: made where they are missing, given the passwords that SECRETS holds now, and the rights
// that are written here. The daemon adds to the lake and reads it; whoever brings it up to date makes its collection and its
// indexes; neither can change or remove a document.
const { readFileSync } = require("fs")

const secret = (name) => readFileSync(`${process.env.SECRETS}/${name}`, "utf8").trim()

const root = encodeURIComponent(secret("mongo_root_password"))
const lake = connect(`mongodb://root:${root}@${process.env.MONGO_HOST}/admin?directConnection=true`).getSiblingDB("eco2mixd")

/** The one collection that the lake is. */
const revisions = { db: "eco2mixd", collection: "revisions" }

const ROLES = {
  eco2mixd_writer: [{ resource: revisions, actions: ["find", "insert", "collStats", "listIndexes"] }],
  eco2mixd_migrator: [
    { resource: revisions, actions: ["find", "insert", "collStats", "listIndexes", "createCollection", "createIndex", "collMod"] }
  ]
}

for (const [name, privileges] of Object.entries(ROLES)) {
  const role = { privileges, roles: [] }
  if (lake.getRole(name) === null) lake.createRole({ role: name, ...role })
  else lake.updateRole(name, role)

  const account = { pwd: secret(`${name.replace("eco2mixd_", "mongo_")}_password`), roles: [name] }
  if (lake.getUser(name) === null) lake.createUser({ user: name, ...account })
  else lake.updateUser(name, account)
  print(`${name} may ${privileges[0].actions.join(", ")}.`)
}
