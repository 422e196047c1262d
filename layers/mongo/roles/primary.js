// Whether the server leads its replica set, for mongosh as a health check. Where there is no set yet, it is made: of this one
// member, by the name that the others of the network know it by.
const { readFileSync } = require("fs")

const SET = "rs0"
const NAME = "mongo:27017"

const server = connect("mongodb://127.0.0.1:27017/admin?directConnection=true")
const { isWritablePrimary, setName } = server.hello()
// While its image makes the first account, the server runs alone, and reachable for nobody else: that is not it yet.
if (setName !== SET || !isWritablePrimary) {
  server.auth("root", readFileSync("/run/secrets/mongo_root_password", "utf8").trim())
  try {
    server.adminCommand({ replSetGetStatus: 1 })
  } catch (error) {
    if (error.codeName !== "NotYetInitialized") throw error
    server.adminCommand({ replSetInitiate: { _id: SET, members: [{ _id: 0, host: NAME }] } })
  }
  // It leads in a moment, and the next look will say so.
  quit(1)
}
