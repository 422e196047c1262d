/** The API's description, as it was last agreed on: `vitest -u` writes it anew where a change is meant. */
import { apiOf } from "#api/Api"
import { assert, it } from "@effect/vitest"
import * as OpenApi from "effect/http-api/OpenApi"
import { expect } from "vitest"

const spec = OpenApi.fromApi(apiOf("0.0.0"))

it("is the one that clients were written for", async () => {
  await expect(`${JSON.stringify(spec, null, 2)}\n`).toMatchFileSnapshot("./openapi.json")
})

it("tells of each operation how it fails, as problem documents", () => {
  for (const [path, operations] of Object.entries(spec.paths)) {
    for (
      const [method, operation] of Object.entries(operations) as ReadonlyArray<[string, OpenApi.OpenAPISpecOperation]>
    ) {
      assert.isString(operation.summary, path)
      const errors = Object.entries(operation.responses).filter(([status]) => Number(status) >= 400)
      assert.includeMembers(errors.map(([status]) => status), ["400", "421", "500"], path)
      if (method === "post") assert.includeMembers(errors.map(([status]) => status), ["401", "403", "409", "413"], path)
      for (const [status, { content = {} }] of errors) {
        const expected = path === "/readyz" && status === "503" ? "application/json" : "application/problem+json"
        assert.deepStrictEqual(Object.keys(content), [expected], `${path} ${status}`)
      }
      assert.deepStrictEqual(operation.security, method === "post" ? [{ token: [] }] : [], path)
      for (const parameter of operation.parameters) assert.isString(parameter.description, `${path} ${parameter.name}`)
    }
  }
  assert.deepInclude(spec.info, {
    title: "eco2mixd",
    version: "0.0.0",
    license: { name: "Apache-2.0", identifier: "Apache-2.0" }
  })
})
