/** « Comment va le processus ? »: who answers, in which version, and what it takes of the machine. */
import { NOW, QUIET, SOON, WELL } from "../colours.ts"
import { tableOf, timeSeries } from "../panels.ts"
import type { Row } from "../skeleton.ts"
import { COUNTED, linesBelow, NONE, worseAbove } from "../steps.ts"
import { lines, range } from "../targets.ts"
import { ALERT, LOOK } from "../thresholds.ts"
import { after, DELIVERY, TRIGGER_COLOURS, TRIGGERS } from "../words.ts"

const SIGNALS = { traces: "traces", logs: "journaux" }

export const daemon: Row = {
  question: "Comment va le processus ?",
  panels: [
    tableOf({
      title: "Qui répond à Prometheus ?",
      told: {
        shows: "Tout ce que Prometheus interroge, et si cela lui répond.",
        normal: "tout répond.",
        otherwise:
          "ce qui ne répond pas est arrêté ou injoignable : relancez-le ; sans le collecteur, le démon travaille quand même."
      },
      unit: "locale",
      thresholds: NONE,
      targets: [lines("min by (job) (up)")],
      columns: {
        Time: { hidden: true },
        job: { title: "Programme", unit: "string" },
        Value: {
          title: "État",
          meanings: { "1": { text: "répond", colour: WELL }, "0": { text: "ne répond pas", colour: NOW } }
        }
      },
      width: 8
    }),
    tableOf({
      title: "Quels démons tournent ?",
      told: {
        shows: "Chaque démon, avec sa version, son moteur et ses bases.",
        normal: "la même version partout.",
        otherwise: "deux versions ensemble : une mise à jour n'est pas finie ; elles s'entendent, mais finissez-la."
      },
      unit: "string",
      thresholds: NONE,
      targets: [lines("max by (instance, version, runtime, stores) (eco2mixd_build_info)")],
      columns: {
        Time: { hidden: true },
        Value: { hidden: true },
        instance: { title: "Démon" },
        version: { title: "Version", width: 90 },
        runtime: { title: "Moteur", width: 100 },
        stores: { title: "Bases", width: 110 }
      },
      width: 8
    }),
    timeSeries({
      title: "Qui mène, au fil du temps",
      told: {
        shows: "1 pour le démon qui mène, 0 pour ceux qui sont en réserve.",
        normal: "une seule ligne à 1, qui change au plus lors d'une mise à jour.",
        otherwise: "des relais fréquents : le meneur perd PostgreSQL de vue, ou sa machine se fige."
      },
      unit: "locale",
      decimals: 0,
      thresholds: NONE,
      min: 0,
      max: 1,
      legend: "list",
      targets: [range("max by (instance) (eco2mixd_leader)", { legend: "{{instance}}" })],
      width: 8
    }),
    timeSeries({
      title: "Passages ouverts, selon leur raison",
      told: {
        shows: "Les passages qui travaillent à chaque moment.",
        normal: "un à la fois ; un deuxième quand le matin passe devant l'historique.",
        otherwise: "un passage qui ne finit pas : eco2mixd status dit ce qu'il attend."
      },
      unit: "locale",
      decimals: 0,
      thresholds: NONE,
      min: 0,
      legend: "list",
      names: TRIGGERS,
      colours: TRIGGER_COLOURS,
      targets: [range("sum by (trigger) (eco2mixd_open_runs)", { legend: "{{trigger}}" })],
      width: 8
    }),
    timeSeries({
      title: "Attente de la boucle d'événements",
      told: {
        shows: "Combien de temps le programme a fait attendre tout le monde : la moitié, presque tout, et le pire.",
        normal: "quelques millisecondes, cent au pire pendant un passage.",
        otherwise:
          "une seconde et plus : la machine manque de processeur, ou un calcul est trop long, et c'est à signaler."
      },
      unit: "s",
      thresholds: worseAbove({ soon: LOOK.eventLoop, now: ALERT.eventLoopBlocked }),
      min: 0,
      names: { p50: "50 % sous", p99: "99 % sous", max: "au pire" },
      fill: 0,
      colours: { p50: WELL, p99: QUIET, max: NOW },
      targets: [range("max by (at) (eco2mixd_event_loop_delay_seconds)", { legend: "{{at}}" })],
      width: 8
    }),
    timeSeries({
      title: "Mémoire",
      told: {
        shows: "La mémoire du processus, et ce que ses objets en occupent.",
        normal: "moins de 500 Mio ; elle ne dépend pas de la période lue.",
        otherwise: "une montée qui ne retombe jamais est une fuite : relancez le démon, et signalez-la."
      },
      unit: "bytes",
      thresholds: NONE,
      min: 0,
      names: { resident: "en tout", heap: "objets" },
      targets: [range("max by (kind) (eco2mixd_memory_bytes)", { legend: "{{kind}}" })],
      width: 8
    }),
    timeSeries({
      title: "Processeur",
      told: {
        shows: "La part d'un cœur que prend le démon.",
        normal: "presque rien entre deux passages, un cœur entier pendant une lecture d'historique.",
        otherwise: "un cœur pris sans passage en cours : relancez le démon, et signalez-le."
      },
      unit: "percentunit",
      thresholds: NONE,
      min: 0,
      legend: "hidden",
      targets: [range("sum(rate(eco2mixd_cpu_seconds_total[$__rate_interval]))", { legend: "un cœur = 100 %" })],
      width: 6
    }),
    timeSeries({
      title: "Place libre sur le disque",
      told: {
        shows: "La part libre du disque qui porte le dossier de données du démon.",
        normal: "plus de 20 %.",
        otherwise:
          "sous 10 %, PostgreSQL finira par s'arrêter : agrandissez le disque, ou déplacez le dossier de données."
      },
      unit: "percentunit",
      thresholds: linesBelow({ soon: LOOK.diskLow, now: ALERT.diskLow }),
      min: 0,
      max: 1,
      legend: "hidden",
      targets: [
        range("min(eco2mixd_disk_bytes{state=\"free\"} / ignoring (state) eco2mixd_disk_bytes{state=\"size\"})", {
          legend: "libre"
        })
      ],
      width: 6
    }),
    timeSeries({
      title: "Traces et journaux envoyés, par heure",
      told: {
        shows: "Les lots de traces et de journaux envoyés au collecteur, et ceux qu'il n'a pas pris.",
        normal: "aucun perdu ; rien du tout sans collecteur.",
        otherwise:
          "perdus : le collecteur est arrêté ou plein. Le démon n'en souffre pas, mais on ne voit plus ses passages."
      },
      ...COUNTED,
      names: Object.assign(
        {},
        ...Object.entries(SIGNALS).map(([signal, word]) => after(DELIVERY, `${signal} `, `${word} `))
      ),
      legend: "list",
      colours: { "traces failed": NOW, "logs failed": SOON, "traces delivered": QUIET, "logs delivered": WELL },
      targets: [
        range("sum by (signal, outcome) (increase(eco2mixd_telemetry_batches_total[$__interval]))", {
          legend: "{{signal}} {{outcome}}"
        })
      ],
      width: 6
    }),
    timeSeries({
      title: "Avis envoyés, par jour",
      told: {
        shows: "Les avis envoyés à l'adresse d'ECO2MIXD_WEBHOOK_URL, et s'ils sont arrivés.",
        normal: "aucun : un avis dit qu'un passage a échoué, ou qu'une région est en retard.",
        otherwise: "perdus : l'adresse ne répond pas ; eco2mixd notify test en envoie un d'essai."
      },
      unit: "locale",
      decimals: 0,
      thresholds: NONE,
      bars: true,
      stacked: true,
      interval: "1d",
      min: 0,
      unknown: "aucun",
      legend: "list",
      names: DELIVERY,
      colours: { delivered: QUIET, failed: NOW },
      targets: [range("sum by (outcome) (increase(eco2mixd_notices_total[1d]))", { legend: "{{outcome}}" })],
      width: 6
    })
  ]
}
