/** What labels and columns hold, in the words of the status page: a region's name for its code, « réussi » for `succeeded`. */
import { NATURES } from "#domain/Nature"
import * as Region from "#domain/Region"
import { French } from "#layers/http/page/French"
import { remediesFrench } from "#layers/http/page/remediesFrench"
import { FAINT, NOW, QUIET, SOON, WELL } from "./colours.ts"
import type { Meanings } from "./steps.ts"

type Names = Readonly<Record<string, string>>

/** The same word as it stands in a legend, after what it is said of: `ratés : injoignable`. */
export const after = (words: Names, legend: string, prefix: string): Names =>
  Object.fromEntries(Object.entries(words).map(([name, word]) => [`${legend}${name}`, `${prefix}${word}`]))

/** As cells tell them: in words, and in a colour where one is given. */
export const cells = (words: Names, colours: Names = {}): Meanings =>
  Object.fromEntries(
    Object.entries(words).map(([name, text]) => {
      const colour = colours[name]
      return [name, colour === undefined ? { text } : { text, colour }]
    })
  )

export const REGIONS: Names = Region.REGIONS

export const DATASETS: Names = French.datasets

export const NATURE_WORDS: Names = Object.fromEntries(NATURES.map((nature) => [nature, French.natures[nature]]))

export const TRIGGERS: Names = French.triggers

export const TRIGGER_COLOURS: Names = {
  schedule: QUIET,
  "catch-up": SOON,
  refresh: "#17becf",
  manual: "#9467bd",
  backfill: "#a0624e",
  replay: "#e377c2"
}

export const OUTCOMES: Names = Object.fromEntries(
  Object.entries(French.outcomes).map(([tag, word]) => [tag.toLowerCase(), word])
)

export const OUTCOME_COLOURS: Names = {
  running: QUIET,
  succeeded: WELL,
  failed: NOW,
  interrupted: SOON,
  cancelled: FAINT
}

export const CHECKS: Names = French.checks

export const SEVERITIES: Names = French.severities

export const SEVERITY_COLOURS: Names = { info: QUIET, warning: SOON, error: NOW }

/** Why a call to the source gave nothing. */
export const REASONS: Names = {
  Unreachable: "injoignable",
  Incomplete: "réponse incomplète",
  QuotaExhausted: "quota épuisé",
  Refused: "requête refusée",
  Unreadable: "réponse illisible"
}

/** What becomes of a record; `records` itself, their sum, is not among them. */
export const RECORDS: Names = {
  revisions: "nouvelles",
  unchanged: "inchangées",
  blank: "vides",
  ghost: "fantômes",
  repeated: "répétées",
  quarantined: "en quarantaine"
}

export const STAGES: Names = {
  fetch: "lecture chez ODRÉ",
  decode: "décodage",
  keep: "écriture dans le lac",
  aggregate: "agrégation",
  append: "ajout à PostgreSQL"
}

export const NEWS: Names = { first: "premières", revised: "corrections" }

export const DELIVERY: Names = { delivered: "arrivés", failed: "perdus" }

/** What can be done about a failure, by its code. */
export const REMEDIES: Names = remediesFrench

/** PostgreSQL's locks, from the weakest to the strongest, by what takes them. */
export const LOCKS: Names = {
  accesssharelock: "lecture",
  rowsharelock: "lecture avant écriture",
  rowexclusivelock: "écriture",
  shareupdateexclusivelock: "entretien (VACUUM)",
  sharelock: "création d'index",
  sharerowexclusivelock: "écriture seule",
  exclusivelock: "tout sauf la lecture",
  accessexclusivelock: "arrête tout",
  sireadlock: "suivi de lectures"
}

/** What is asked of the lake: the methods of its port. */
export const LAKE_OPERATIONS: Names = {
  id: "identité",
  latest: "dernières révisions",
  insert: "ajout",
  documents: "décompte par jour",
  excerpts: "relecture des jours",
  history: "histoire d'une valeur",
  size: "taille"
}
