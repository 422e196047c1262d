/** What a reader chooses for the whole dashboard, and how its queries ask for just that, with every text quoted by Grafana. */
import { FILIERES as NAMES } from "#domain/Filiere"
import { type Nature, NATURES } from "#domain/Nature"
import { REGIONS } from "#domain/Region"
import { FILIERES } from "../colours.ts"
import { choice, source, textBox } from "../variables.ts"
import { NATURE_WORDS } from "../words.ts"

/** A nature as a series and a choice are called. */
export const natureLabel = (nature: Nature): string => {
  const word = NATURE_WORDS[nature]!
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}

/** A list as PostgreSQL reads it from a quoted text; an empty one stands for all. */
const only = (value: string): string => `{${value}}`
const ALL = only("")

export const variables = [
  choice("region", {
    label: "Région",
    description: "Une région, ou toutes ensemble.",
    choices: [
      { text: "Toutes", value: ALL },
      ...Object.entries(REGIONS).toSorted(([, a], [, b]) => a.localeCompare(b, "fr")).map(([code, text]) => ({
        text,
        value: only(code)
      }))
    ]
  }),
  choice("nature", {
    label: "Nature",
    description:
      "À quel point les valeurs sont définitives ; la meilleure connue l'est autant que chaque heure le permet.",
    choices: [
      { text: "La meilleure connue", value: ALL },
      ...NATURES.map((nature) => ({ text: natureLabel(nature), value: only(nature) }))
    ]
  }),
  textBox("vu", {
    label: "Vu le",
    description:
      "Ce que l'on savait à cet instant : 2026-01-31 18:30, heure de Paris. Vide : ce que l'on sait aujourd'hui."
  }),
  choice("filiere", {
    label: "Filière (corrections)",
    description: "La filière dont on suit les corrections, en bas de page.",
    choices: [
      { text: "Ensemble", value: only("ensemble") },
      ...NAMES.map((filiere) => ({ text: FILIERES[filiere].label, value: only(filiere) }))
    ]
  }),
  source("postgresql"),
  source("tempo")
]

/** The moment as which all is shown. */
export const SEEN = "regional_energy_moment(${vu:sqlstring})"

/** What is asked of `regional_energy_mix` and `regional_energy_sum`: the shown time, and the choices above. */
export const CHOSEN = `$__timeFrom(), $__timeTo(), ${SEEN}, \${nature:sqlstring}, \${region:sqlstring}`

/** The same for the last two days of the shown time, so that a figure costs the same at any length. */
export const LATELY = CHOSEN.replace(
  "$__timeFrom()",
  "greatest($__timeFrom()::timestamptz, $__timeTo()::timestamptz - interval '48 hours')"
)

/** What makes electricity, and not what stores it. A region that has none of a filière adds nothing to a sum. */
const sumOf = (...filieres: ReadonlyArray<(typeof NAMES)[number]>): string =>
  filieres.map((filiere) => `coalesce(${filiere}, 0)`).join(" + ")

export const RENEWABLE = sumOf("eolien", "solaire", "hydraulique", "bioenergies")
export const LOW_CARBON = sumOf("nucleaire", "eolien", "solaire", "hydraulique", "bioenergies")
export const MADE = sumOf("nucleaire", "eolien", "solaire", "hydraulique", "bioenergies", "thermique")
