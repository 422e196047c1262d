/** « Est-elle à l'aise ? »: whether pages are found in memory, and who waits for whom. */
import { NOW, SOON } from "../colours.ts"
import { timeSeries } from "../panels.ts"
import type { Row } from "../skeleton.ts"
import { linesBelow, NONE, worseAbove } from "../steps.ts"
import { range } from "../targets.ts"
import { LOOK } from "../thresholds.ts"
import { LOCKS } from "../words.ts"

const HIT = "sum(rate(pg_stat_database_blks_hit{datname=~\"$base\", datname!~\"template.\"}[$__rate_interval]))"
const READ = "sum(rate(pg_stat_database_blks_read{datname=~\"$base\", datname!~\"template.\"}[$__rate_interval]))"

export const ease: Row = {
  question: "Est-elle à l'aise ?",
  panels: [
    timeSeries({
      title: "Pages trouvées en mémoire",
      told: {
        shows: "La part des pages lues que PostgreSQL avait déjà en mémoire.",
        normal: "plus de 95 % ; moins pendant que l'on lit une année entière.",
        otherwise:
          "si elle reste basse, la mémoire est trop petite : relevez shared_buffers, ou donnez plus à la machine."
      },
      unit: "percentunit",
      thresholds: linesBelow({ soon: LOOK.cacheHits }),
      min: 0,
      max: 1,
      legend: "hidden",
      targets: [range(`${HIT} / (${HIT} + ${READ} > 0)`, { legend: "en mémoire" })],
      width: 12
    }),
    timeSeries({
      title: "Verrous, selon leur force",
      told: {
        shows:
          "Les verrous tenus ou attendus, selon ce qui les prend. Les faibles se partagent ; le plus fort arrête tout.",
        normal: "des lectures (accesssharelock) et des écritures (rowexclusivelock).",
        otherwise:
          "« arrête tout » (accessexclusivelock) qui dure : une migration ou un VACUUM FULL attend ou travaille ; laissez-le finir."
      },
      unit: "locale",
      decimals: 0,
      thresholds: NONE,
      min: 0,
      legend: "right",
      fill: 0,
      names: LOCKS,
      colours: { accessexclusivelock: NOW, exclusivelock: SOON },
      targets: [
        range("sum by (mode) (pg_locks_count{datname=~\"$base\", datname!~\"template.\"}) > 0", { legend: "{{mode}}" })
      ],
      width: 12
    }),
    timeSeries({
      title: "Étreintes fatales, par heure",
      told: {
        shows: "Les fois où deux transactions s'attendaient l'une l'autre, et où PostgreSQL en a annulé une.",
        normal: "aucune.",
        otherwise: "le démon reprend de lui-même ; si cela se répète, un autre programme écrit dans les mêmes tables."
      },
      unit: "locale",
      decimals: 0,
      thresholds: worseAbove({ soon: 1 }),
      bars: true,
      interval: "1h",
      min: 0,
      targets: [
        range(
          "sum by (datname) (increase(pg_stat_database_deadlocks{datname=~\"$base\", datname!~\"template.\"}[$__interval]))",
          {
            legend: "{{datname}}"
          }
        )
      ],
      width: 8
    }),
    timeSeries({
      title: "La plus longue transaction",
      told: {
        shows: "Depuis combien de temps la plus ancienne transaction ouverte l'est.",
        normal: "des secondes, une minute pendant la publication.",
        otherwise: "une heure et plus : elle retient VACUUM, et les lignes mortes s'accumulent. Trouvez qui la tient."
      },
      unit: "s",
      thresholds: NONE,
      min: 0,
      targets: [
        range("max by (datname) (pg_stat_activity_max_tx_duration{datname=~\"$base\", datname!~\"template.\"})", {
          legend: "{{datname}}"
        })
      ],
      width: 8
    }),
    timeSeries({
      title: "Fichiers temporaires écrits",
      told: {
        shows: "Ce que des requêtes ont écrit sur le disque faute de mémoire pour trier.",
        normal: "presque rien.",
        otherwise: "des mégaoctets par seconde : relevez work_mem, ou demandez de plus courtes périodes."
      },
      unit: "Bps",
      thresholds: NONE,
      min: 0,
      targets: [
        range(
          "sum by (datname) (rate(pg_stat_database_temp_bytes{datname=~\"$base\", datname!~\"template.\"}[$__rate_interval]))",
          {
            legend: "{{datname}}"
          }
        )
      ],
      width: 8
    })
  ]
}
