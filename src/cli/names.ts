/** Regions and filières as people call them: accents, case and dashes are forgiven, and a beginning that fits one alone will do. */
import { type Subject, SUBJECTS } from "#domain/Filiere"
import * as Region from "#domain/Region"

/** `Provence-Alpes-Côte d'Azur` as `provence alpes cote d azur`. */
const plain = (text: string): string =>
  text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase().replaceAll(/[^a-z0-9]+/g, " ").trim()

const find = <A extends string>(text: string, names: ReadonlyArray<readonly [A, string]>): A | undefined => {
  const wanted = plain(text)
  if (wanted === "") return undefined
  const exact = names.find(([key, name]) => key === wanted || plain(name) === wanted)
  if (exact !== undefined) return exact[0]
  const beginning = names.filter(([, name]) => plain(name).startsWith(wanted))
  return beginning.length === 1 ? beginning[0]![0] : undefined
}

/** By INSEE code or name. */
export const regionOf = (text: string): Region.Region | undefined =>
  find(text, Region.ALL.map((region) => [region, Region.nameOf(region)] as const))

export const everyRegion = Region.ALL.map((region) => `${region} ${Region.nameOf(region)}`).join(", ")

export const subjectOf = (text: string): Subject | undefined =>
  find(text, SUBJECTS.map((subject) => [subject, subject] as const))

export const everySubject = SUBJECTS.join(", ")
