/** HTML in which every value is escaped unless it is HTML already: there is no other way to put text into a page. */

/** Markup, and nothing that a stranger wrote. */
export interface Html {
  readonly markup: string
}

export type Child = Html | string | number | null | undefined | false | ReadonlyArray<Child>

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  "\"": "&quot;",
  "'": "&#39;"
}

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character]!)

const isMany = (child: Child): child is ReadonlyArray<Child> => Array.isArray(child)

const written = (child: Child): string => {
  if (child === null || child === undefined || child === false) return ""
  if (typeof child === "string") return escaped(child)
  if (typeof child === "number") return String(child)
  if (isMany(child)) return child.map(written).join("")
  return child.markup
}

/** A template in which attributes stand in quotes: an escaped value can't leave them. */
export const html = (texts: TemplateStringsArray, ...children: ReadonlyArray<Child>): Html => ({
  markup: texts.reduce((page, text, index) => page + written(children[index - 1]) + text)
})

/** Data for a script: JSON that can't end the element it stands in. */
export const data = (id: string, value: unknown): Html => ({
  markup: `<script type="application/json" id="${escaped(id)}">${
    JSON.stringify(value).replaceAll("<", String.raw`\u003c`)
  }</script>`
})
