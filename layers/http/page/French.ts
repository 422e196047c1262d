/** The page in French. */
import { findingFrench } from "./findingFrench.ts"
import { isHour } from "./Format.ts"
import { misreadings } from "./misreadings.ts"
import { remediesFrench } from "./remediesFrench.ts"
import type { Words } from "./Words.ts"

const several = (count: number, one: string, many = `${one}s`): string => `${count} ${count > 1 ? many : one}`

export const French: Words = {
  title: "éCO2mix, région par région",
  skip: "Aller au contenu",
  otherLanguage: "English",
  sections: {
    well: "Est-ce que tout va bien ?",
    calendar: "Ce que l'on sait",
    grid: "Ce que fait le réseau",
    runs: "Ce qui s'est passé"
  },
  live: { on: "en direct", off: "reconnexion…", without: "sans JavaScript : rechargez la page pour la suite" },
  away: (part, code) => `${part} : pas de réponse (${code}). `,
  parts: {
    freshness: "La fraîcheur",
    coverage: "Le calendrier",
    mix: "Le mix",
    runs: "Les passages",
    quarantine: "La quarantaine",
    findings: "Les constats",
    day: "Ce jour"
  },
  misread: (name, value, why) => `« ${name}=${value} » n'a pas été compris : ${misreadings.fr[why]}.`,

  levels: { well: "Tout va bien", watch: "À surveiller", act: "À faire" },
  verdicts: {
    upToDate: (regions, latest, next) =>
      `À jour : ${several(regions, "région")}, dernière mesure ${isHour(latest) ? "à\u00A0" : ""}${latest}${
        next === null ? "" : `, prochain passage ${next}`
      }.`,
    empty: (next) =>
      `Rien encore : ${
        next === null ? "lancez" : `le premier passage est prévu ${next} ; ou lancez`
      } un passage ci-dessous.`,
    away: (code) => `Une base ne répond pas (${code}) : lancez eco2mixd doctor sur la machine du démon.`,
    failed: (code, remedy) => `Le dernier passage du matin a échoué (${code}). ${remedy}`,
    retried: (code, next) =>
      `Le dernier passage du matin a échoué (${code}) ; rien à faire, il est repris${
        next === null ? "" : `, au plus tard ${next}`
      }.`,
    quotaSpent: (dataset, reset) =>
      `Le quota de ${dataset} est épuisé${
        reset === null ? "" : ` jusqu'au ${reset}`
      } : attendez, ou lisez depuis une autre adresse.`,
    behind: (regions, lag, act) =>
      `En retard${lag === null ? "" : ` de ${lag}`} : ${regions}. ${
        act
          ? "Vérifiez qu'ODRÉ répond : eco2mixd doctor."
          : "Rien à faire pour l'instant : le prochain passage relit ce qui manque."
      }`,
    quarantine: (waiting) =>
      `${several(waiting, "enregistrement")} en quarantaine ${
        waiting > 1 ? "attendent" : "attend"
      } votre décision : eco2mixd quarantine list.`,
    nobodyLeads: "Aucun démon ne mène : un autre prend le relais dans les 30 secondes."
  },
  figures: {
    lag: "Retard",
    lagSince: (latest) => `dernière mesure ${latest}`,
    lastRun: "Dernier passage",
    noRun: "aucun",
    quota: "Quota restant",
    quotaUnknown: "ODRÉ n'a pas encore été interrogé",
    calls: (limit, dataset) => `appels${limit === null ? "" : ` sur ${limit}`}, ${dataset}`,
    quarantine: "Quarantaine",
    quarantined: (waiting) => waiting === 0 ? "rien n'attend" : waiting > 1 ? "attendent quelqu'un" : "attend quelqu'un"
  },
  datasets: { "eco2mix-regional-tr": "temps réel", "eco2mix-regional-cons-def": "consolidé" },
  next: "Prochain passage",
  noNext: "aucun ici",
  leads: (since) => `ce démon, depuis ${since}`,
  standsBy: (name, since) => `${name}, depuis ${since} ; ce démon est en réserve`,
  nobody: "personne",
  leader: "Meneur",
  findings: "Constats",
  findingCounts: (errors, warnings, more, days) =>
    `${more ? "au moins " : ""}${several(errors, "erreur")}, ${several(warnings, "avertissement")} en ${days} jours`,

  states: { complete: "complet", partial: "partiel", revised: "révisé", missing: "manquant" },
  stateMeans: {
    complete: "toutes les marques",
    partial: "des marques manquent",
    revised: "complet, corrigé depuis",
    missing: "rien n'est connu"
  },
  region: "Région",
  regions: (count) => several(count, "région"),
  latest: "Retard",
  calendarCaption: "Couverture par région et par jour, soixante jours",
  calendarHint: "Ouvrez une case pour voir le jour ; les flèches du clavier vont de case en case.",
  sumOf: (counts, days) =>
    `${days} jours : ${
      counts.complete + counts.revised
    } régions-jours complètes, dont ${counts.revised} révisées, ${counts.partial} partielles, ${counts.missing} manquantes.`,

  dayTitle: (region, day) => `${region}, ${day}`,
  close: "Fermer",
  records: "Mesures",
  recordsOf: (records, expected) => `${records} sur ${expected}`,
  revisions: "Révisions",
  nature: "Nature",
  meanConsumption: "Consommation moyenne",
  noneKnown: "Rien n'est connu de ce jour.",
  noFindings: "Aucun constat.",
  readAgain: "Relire ce jour",
  readAgainHint: "relit toutes les régions de ce jour chez ODRÉ",
  checks: {
    completeness: "Marques manquantes",
    exchange: "Échanges absents",
    balance: "Bilan qui ne tombe pas juste",
    bounds: "Valeur hors bornes",
    jump: "Saut",
    night: "Soleil la nuit"
  },
  finding: findingFrench,
  severities: { info: "information", warning: "avertissement", error: "erreur" },

  spans: { "1": "24 h", "7": "7 jours", "30": "30 jours", dates: "Dates" },
  span: "Période",
  from: "du",
  to: "au",
  natures: {
    "Données temps réel": "temps réel",
    "Données consolidées": "consolidées",
    "Données définitives": "définitives"
  },
  bestNature: "la meilleure",
  asOf: "Tel que connu le",
  asOfHint: "superpose ce que la table disait à la fin de ce jour",
  show: "Montrer",
  gridTitle: (region, until) => `${region}, 24 heures jusqu'à ${until}`,
  gridTitleDays: (region, days) => `${region}, ${days}`,
  gridEmpty: (region, days) => `Rien n'est connu de ${region} pour ${days}.`,
  granularities: {
    instant: "par quart d'heure ou demi-heure",
    hour: "moyennes par heure",
    day: "moyennes par jour",
    month: "moyennes par mois"
  },
  filieres: {
    ensemble: "Ensemble",
    nucleaire: "Nucléaire",
    thermique: "Thermique",
    eolien: "Éolien",
    solaire: "Solaire",
    hydraulique: "Hydraulique",
    pompage: "Pompage",
    bioenergies: "Bioénergies",
    stockage_batterie: "Stockage",
    destockage_batterie: "Déstockage"
  },
  consumption: "Consommation",
  exchange: "Échanges",
  exchangeBand: "Échanges physiques : import au-dessus, export au-dessous",
  below: "sous zéro",
  now: "Aujourd'hui",
  past: (day) => `Le ${day}`,
  dashed: (day) => `en tirets : tel que connu le ${day}`,
  instant: "Heure de Paris",
  chart: (region) => `Production par filière, consommation et échanges : ${region}`,
  cursor: "Instant à lire",
  values: (count) => `Les mêmes valeurs en tableau (${count} lignes)`,
  valuesCaption: (region, days) => `${region}, ${days}, en MW`,
  csv: (bothDays) => bothDays ? "CSV des deux jours" : "Télécharger en CSV",
  older: "plus anciennes",
  newer: "plus récentes",
  pageOf: (page, pages) => `page ${page} sur ${pages}`,
  source: "Source : ",

  run: {
    started: "Début",
    trigger: "Raison",
    window: "Jours",
    counts: "Travail",
    duration: "Durée",
    outcome: "Résultat"
  },
  triggers: {
    schedule: "programmé",
    "catch-up": "rattrapage",
    refresh: "actualisation",
    manual: "sur demande",
    backfill: "historique",
    replay: "recalcul"
  },
  outcomes: {
    Running: "en cours",
    Succeeded: "réussi",
    Failed: "échoué",
    Interrupted: "interrompu",
    Cancelled: "annulé"
  },
  waits: {
    asked: "en pause, sur demande",
    morning: "attend la fin du passage du matin",
    quota: "attend : le reste du quota est pour les matins"
  },
  countsLine: ({ days, records, revisions, rows }) =>
    `${records} lues, ${revisions} nouvelles, ${days} j publiés, ${rows} lignes`,
  countsMore: ({ blank, ghost, quarantined, repeated, unchanged }) =>
    `${unchanged} inchangées, ${blank} vides, ${ghost} fantômes, ${repeated} répétées, ${quarantined} en quarantaine`,
  noRuns: "Aucun passage encore.",
  doing: (text) =>
    text
      .replace(/^Reading (\S+), (\S+) to (\S+)$/, "Lecture de $1, du $2 au $3")
      .replace(/^Publishing (\S+) to (\S+)$/, "Publication du $1 au $2")
      .replace("Publishing the days that differ", "Publication des jours qui diffèrent")
      .replace(/^Done$/, "Terminé"),
  progress: (done, total) => `${done} j sur ${total}`,
  pause: "Suspendre",
  resume: "Reprendre",
  cancel: "Annuler",
  requestedBy: (who) => `demandé par ${who}`,
  remedies: remediesFrench,
  start: "Lancer",
  startLegend: "Lancer un passage",
  kind: "Sorte",
  kinds: { manual: "relire ces jours", backfill: "lire l'historique", replay: "recalculer depuis le lac" },
  startWithout: "Sans JavaScript, un passage se lance par la commande eco2mixd run.",
  token: "Jeton",
  tokenHint: "La valeur d'ECO2MIXD_API_TOKEN ; elle reste dans cet onglet, et s'oublie avec lui.",
  tokenSend: "Continuer",
  tokenCancel: "Renoncer",
  script: {
    started: "Passage lancé.",
    asked: "C'est demandé.",
    wrong: "Ce jeton n'est pas le bon.",
    ended: "Passage terminé :",
    failed: "Refusé :",
    running: "Passage en cours.",
    lost: "Le démon ne répond pas."
  },

  licence: "Licence Ouverte 2.0",
  version: "version",
  docs: "Interface de programmation",
  metrics: "Mesures du démon"
}
