/** Whatever text goes in, it comes out as text. */
import { data, html } from "#layers/http/page/html"
import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"

const unescaped = (text: string) =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", "\"").replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&")

describe("html", () => {
  it("escapes text in elements and attributes, and leaves HTML as it is", () => {
    assert.strictEqual(
      html`<a title="${"\"><script>"}">${html`<b>${"a & b"}</b>`}${[1, "<", null, false, undefined]}</a>`.markup,
      "<a title=\"&quot;&gt;&lt;script&gt;\"><b>a &amp; b</b>1&lt;</a>"
    )
  })

  it.prop("any text comes back as it was, and can't begin or end an element", [Schema.String], ([text]) => {
    const { markup } = html`${text}`
    assert.notMatch(markup, /[<>"']/)
    assert.strictEqual(unescaped(markup), text)
  })

  it("data can't end the script that it stands in", () => {
    const { markup } = data("x", { text: "</script><script>alert(1)</script>" })
    assert.strictEqual(markup.match(/<\/script/g)?.length, 1)
    const [, json] = /<script[^>]*>(.*)<\/script>/.exec(markup)!
    assert.deepStrictEqual(JSON.parse(json!), { text: "</script><script>alert(1)</script>" })
  })
})
