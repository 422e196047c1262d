/** A part of the page whose store did not answer: which, why, and what a person can do. */
import { type Html, html } from "./html.ts"
import type { Away } from "./wellness.ts"
import { remedyIn } from "./wellSection.ts"
import type { Words } from "./Words.ts"

export const absent = (part: keyof Words["parts"], away: Away, words: Words): Html =>
  html`<p class="absent"><strong>${
    words.away(words.parts[part], away.code)
  }</strong><span lang="en">${away.detail}</span><br>${remedyIn(words, away.code)}</p>`
