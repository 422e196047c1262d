/** What the page's address means, and that nothing in it is passed over in silence. */
import { address, languageOf, questionOf } from "#layers/http/page/Question"
import { assert, describe, it } from "@effect/vitest"

const asked = (search: string, accepted = "") => questionOf(new URLSearchParams(search), accepted)
const whys = (search: string) => asked(search).misread.map(({ name, why }) => `${name} ${why}`)

describe("Question", () => {
  it("asks for the usual where nothing is said, and takes empty fields of a form for nothing", () => {
    for (const search of ["", "region=&span=&from=&to=&nature=&as_of=&day=&page=&lang=&part="]) {
      const { misread, question } = asked(search)
      assert.deepStrictEqual(misread, [])
      assert.strictEqual(question.region, "93")
      assert.strictEqual(question.span, "1")
      assert.isNull(question.days)
      assert.strictEqual(question.parts.size, 5)
    }
  })

  it("reads days, and a day opened from the calendar is also the span", () => {
    assert.deepStrictEqual(asked("from=2026-09-01&to=2026-09-03").question.days, {
      from: "2026-09-01",
      to: "2026-09-03"
    })
    assert.deepStrictEqual(asked("day=2026-09-01&region=11").question.days, { from: "2026-09-01", to: "2026-09-01" })
    assert.isNull(asked("span=7&from=2026-09-01&to=2026-09-03").question.days)
    assert.strictEqual(asked("from=2026-09-01&to=2026-09-03").question.span, "dates")
  })

  it("names what it does not understand, and shows the usual in its place", () => {
    assert.deepStrictEqual(whys("region=94"), ["region region"])
    assert.deepStrictEqual(whys("region=toString"), ["region region"])
    assert.deepStrictEqual(whys("span=2"), ["span span"])
    assert.deepStrictEqual(whys("from=2026-09-31&to=2026-09-30"), ["from date", "to lone"])
    assert.deepStrictEqual(whys("from=2026-09-03&to=2026-09-01"), ["from order"])
    assert.deepStrictEqual(whys("from=2013-01-01&to=2026-09-01"), ["from long"])
    assert.deepStrictEqual(whys("day=9999-01-01"), ["day date"])
    assert.deepStrictEqual(whys("nature=x&as_of=hier&page=0&part=well,x&lang=de"), [
      "lang unknown",
      "part part",
      "nature nature",
      "as_of date",
      "page number"
    ])
    assert.deepStrictEqual(whys("utm=1&region=11&region=24"), ["utm unknown", "region twice"])
    assert.strictEqual(asked(`x=${"y".repeat(5_000)}`).misread[0]!.value.length, 40)
  })

  it("speaks the language that is preferred, French where it is neither, and the one that is named before all", () => {
    assert.strictEqual(languageOf(""), "fr")
    assert.strictEqual(languageOf("de-DE,de;q=0.9"), "fr")
    assert.strictEqual(languageOf("de,en-US;q=0.7,fr;q=0.3"), "en")
    assert.strictEqual(languageOf("en;q=0.2, fr-CA;q=0.9"), "fr")
    assert.strictEqual(languageOf("fr;q=0,en;q=0.1"), "en")
    assert.strictEqual(asked("lang=en", "fr").question.language, "en")
  })

  it("an address asks for the same again", () => {
    for (
      const search of [
        "region=11&span=7",
        "region=84&from=2026-09-01&to=2026-09-03&nature=Donn%C3%A9es+temps+r%C3%A9el&as_of=2026-09-04&lang=en"
      ]
    ) {
      const { question } = asked(search)
      assert.deepStrictEqual(asked(address(question).slice(2)).question, question)
    }
  })
})
