/** What a finding says, in French: the same as `#transform/judge` says in English, with hours of Paris. */
import type { Finding } from "#domain/Finding"
import type { Format } from "./Format.ts"

export const findingFrench = (finding: Finding, format: Format): string => {
  const { check, first, last, measure, values } = finding
  const figure = (name: string): string => {
    const value = values[name]
    return value === undefined ? "–" : format.integer(value)
  }
  const megawatts = (name: string): string => `${figure(name)}\u00A0MW`
  const hours = last > first ? `de ${format.clock(first)} à ${format.clock(last)}` : `à ${format.clock(first)}`
  const { marks = 1 } = values
  const when = marks > 1 ? `à ${format.integer(marks)} marques, ${hours}` : hours
  switch (check) {
    case "completeness": {
      const { absent = 0, expected = 0, unmeasured = 0 } = values
      const missing = format.integer(absent + unmeasured)
      return `Pas de consommation ${hours} : il en manque ${missing} sur ${format.integer(expected)}.`
    }
    case "exchange":
      return `Consommation sans échanges ${when} : jusqu'à ${megawatts("consumption")}, où les filières connues font ${
        megawatts("filieres")
      }.`
    case "balance":
      return `La consommation n'est pas la somme des filières et des échanges ${when} : au pire ${
        megawatts("consumption")
      } pour ${megawatts("sum")}.`
    case "bounds":
      return `Hors de ce qu'une région peut avoir ${when} : ${measure} à ${megawatts("value")}, où la limite est ${
        megawatts("limit")
      }.`
    case "jump":
      return `Saut que les vraies données ne font pas ${when} : ${measure} de ${megawatts("from")} à ${
        megawatts("to")
      }, plus que ${megawatts("limit")}.`
    case "night":
      return `Soleil la nuit ${when} : jusqu'à ${megawatts("solar")}.`
  }
}
