import { nearby } from "#ports/nearby"
import { assert, it } from "@effect/vitest"

it("a host is near within this machine and by a service's name, and in no private network", () => {
  for (const host of ["localhost", "db.localhost", "127.0.0.1", "127.3.2.1", "::1", "[::1]", "/run/postgresql"]) {
    assert.strictEqual(nearby(host), "within this machine", host)
  }
  for (const host of ["postgres", "mongo-1", "db_2"]) assert.match(nearby(host)!, /compose network/, host)
  for (
    const host of [
      "db.example.org",
      "10.0.0.1",
      "172.16.0.1",
      "192.168.1.1",
      "fd00::1",
      "[fd00::1]",
      "8.8.8.8",
      "134744072",
      ""
    ]
  ) {
    assert.isUndefined(nearby(host), host)
  }
})
