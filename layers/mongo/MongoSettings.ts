/** Where the lake is. Apart from the client, so that a driver is loaded only where a MongoDB is used. */
import * as Config from "effect/Config"
import * as Schema from "effect/Schema"

const MongoUrl = Schema.String.check(
  Schema.makeFilter((url) => /^mongodb(\+srv)?:\/\/[^/]/.test(url), {
    expected: "a URL that begins with mongodb:// or mongodb+srv://"
  })
)

export const settings = { MONGO_URL: Config.schema(Schema.Redacted(MongoUrl), "MONGO_URL") }
