/** « Comment vont les passages ? »: how many end and how, how long they take and where the time goes, and the last ones by name. */
import { French } from "#layers/http/page/French"
import { NOW, QUIET } from "../colours.ts"
import { toItsLogs, toRunTraces, toTrace } from "../links.ts"
import { tableOf, timeSeries } from "../panels.ts"
import type { Row } from "../skeleton.ts"
import { COUNTED, NONE, worseAbove } from "../steps.ts"
import { lines, range, sql } from "../targets.ts"
import { cells, OUTCOME_COLOURS, OUTCOMES, REMEDIES, TRIGGER_COLOURS, TRIGGERS } from "../words.ts"

/** Of the runs that ended within the day before: a run a morning is a point, and a day of them a line. */
const durations = (quantile: number, by = ""): string =>
  `histogram_quantile(${quantile}, sum by (le${by}) (increase(eco2mixd_run_duration_seconds_bucket[1d]))) >= 0`

/**
 * The same as the collector has it from the spans, which carry their traces. Its counters begin with the first run and not
 * at zero, so that this one is a trace in Tempo and no point here.
 */
const spans = (quantile: number): string =>
  `histogram_quantile(${quantile}, sum by (le) (increase(traces_span_metrics_duration_milliseconds_bucket` +
  `{service_name="eco2mixd", span_name="run"}[1d])))`

const lastRuns = `
select run_id::text as run_id,
  started_at,
  trigger,
  case when window_from = window_to then to_char(window_from, 'DD/MM/YYYY')
    else to_char(window_from, 'DD/MM/YYYY') || ' – ' || to_char(window_to, 'DD/MM/YYYY') end as days,
  outcome,
  extract(epoch from coalesce(ended_at, now()) - started_at)::float8 as duration,
  records,
  revisions,
  rows,
  error_code,
  error_code as remedy,
  trace_id
from pipeline_runs
where $__timeFilter(started_at)
order by started_at desc
limit 50`

export const runs: Row = {
  question: "Comment vont les passages ?",
  panels: [
    timeSeries({
      title: "Passages terminés, par heure",
      told: {
        shows: "Combien de passages se sont terminés, selon leur résultat.",
        normal: "un réussi chaque matin, et d'autres là où l'on actualise ou lit l'historique.",
        otherwise:
          "un échoué : le tableau ci-dessous en dit la raison ; interrompu : son processus s'est arrêté, il reprend."
      },
      ...COUNTED,
      legend: "list",
      names: OUTCOMES,
      colours: OUTCOME_COLOURS,
      targets: [range("sum by (outcome) (increase(eco2mixd_runs_total[$__interval]))", { legend: "{{outcome}}" })],
      width: 8
    }),
    timeSeries({
      title: "Part des passages qui échouent",
      told: {
        shows: "Sur les passages terminés dans les vingt-quatre heures d'avant, la part de ceux qui ont échoué.",
        normal: "0 % ; rien quand aucun passage ne s'est terminé.",
        otherwise: "lisez le code du dernier échec ci-dessous, et ce qu'on peut y faire."
      },
      unit: "percentunit",
      thresholds: NONE,
      min: 0,
      max: 1,
      legend: "list",
      fill: 0,
      names: TRIGGERS,
      colours: TRIGGER_COLOURS,
      targets: [
        range(
          "sum by (trigger) (increase(eco2mixd_runs_total{outcome=\"failed\"}[1d])) / (sum by (trigger) (increase(eco2mixd_runs_total[1d])) > 0)",
          { legend: "{{trigger}}" }
        )
      ],
      width: 8
    }),
    timeSeries({
      title: "Durée des passages, selon leur raison",
      told: {
        shows: "Combien de temps ont pris les passages du jour d'avant, pour les plus lents (95 % sont plus courts).",
        normal: "moins d'une minute le matin, davantage le premier du mois ; des heures pour l'historique.",
        otherwise: "un matin qui s'allonge chaque jour : voyez la durée des étapes, puis PostgreSQL et le lac."
      },
      unit: "s",
      thresholds: NONE,
      min: 0,
      legend: "list",
      fill: 0,
      names: TRIGGERS,
      colours: TRIGGER_COLOURS,
      targets: [range(durations(0.95, ", trigger"), { legend: "{{trigger}}" })],
      width: 8
    }),
    timeSeries({
      title: "Durée des passages, avec leurs traces",
      told: {
        shows:
          "La même durée, d'après les traces ; chaque point marque un passage, et un clic ouvre sa trace dans Tempo.",
        normal: "des points serrés ; rien là où aucun passage ne s'est terminé.",
        otherwise:
          "ouvrez la trace d'un point isolé : l'étape la plus longue s'y voit. Sans points, le collecteur est absent."
      },
      unit: "ms",
      thresholds: NONE,
      min: 0,
      fill: 0,
      colours: { "50 % sous": QUIET, "95 % sous": NOW },
      links: [toRunTraces],
      targets: [
        range(spans(0.5), { legend: "50 % sous", exemplars: true }),
        range(spans(0.95), { legend: "95 % sous", exemplars: true })
      ],
      width: 12,
      height: 9
    }),
    tableOf({
      title: "Ce que font les étapes",
      told: {
        shows:
          "Pour chaque étape tracée du démon, sur la période montrée : combien de fois, combien d'échecs, et sa durée.",
        normal: "aucun échec ; la lecture chez ODRÉ est la plus longue.",
        otherwise: "une étape qui échoue ou domine est celle à regarder : cherchez son nom dans les traces."
      },
      unit: "locale",
      thresholds: NONE,
      links: [toRunTraces],
      targets: [
        lines("sum by (span_name) (increase(traces_span_metrics_calls_total{service_name=\"eco2mixd\"}[$__range]))"),
        lines(
          "sum by (span_name) (increase(traces_span_metrics_calls_total{service_name=\"eco2mixd\", status_code=\"STATUS_CODE_ERROR\"}[$__range])) or 0 * sum by (span_name) (increase(traces_span_metrics_calls_total{service_name=\"eco2mixd\"}[$__range]))"
        ),
        lines(
          "histogram_quantile(0.95, sum by (le, span_name) (increase(traces_span_metrics_duration_milliseconds_bucket{service_name=\"eco2mixd\"}[$__range])))"
        )
      ],
      transformations: [{ id: "merge", options: {} }],
      columns: {
        Time: { hidden: true },
        span_name: { title: "Étape", unit: "string" },
        "Value #A": { title: "Fois", unit: "locale", decimals: 0, width: 90 },
        "Value #B": { title: "En échec", unit: "locale", decimals: 0, width: 90, thresholds: worseAbove({ now: 1 }) },
        "Value #C": { title: "95 % sous", unit: "ms", decimals: 1, width: 110 }
      },
      sortBy: { column: "95 % sous", descending: true },
      width: 12,
      height: 9
    }),
    tableOf({
      title: "Les derniers passages",
      told: {
        shows:
          "Les cinquante derniers passages de la période, avec ce qu'ils ont fait ; la trace et les journaux d'un clic.",
        normal: "tous réussis.",
        otherwise: "la colonne « Que faire » donne la marche à suivre pour chaque code d'échec."
      },
      unit: "string",
      thresholds: NONE,
      targets: [sql(lastRuns)],
      columns: {
        run_id: { title: "Identité", hidden: true },
        started_at: { title: French.run.started, unit: "dateTimeAsLocal", width: 165 },
        trigger: { title: French.run.trigger, width: 110, meanings: cells(TRIGGERS) },
        days: { title: French.run.window, width: 190 },
        outcome: { title: French.run.outcome, width: 100, meanings: cells(OUTCOMES, OUTCOME_COLOURS) },
        duration: { title: French.run.duration, unit: "s", decimals: 1, width: 90 },
        records: { title: "Lues", unit: "locale", width: 80 },
        revisions: { title: "Nouvelles", unit: "locale", width: 90 },
        rows: { title: "Lignes", unit: "locale", width: 80 },
        error_code: { title: "Code", width: 170 },
        remedy: { title: "Que faire", meanings: cells(REMEDIES) },
        trace_id: { title: "Trace", width: 130, links: [toTrace, toItsLogs] }
      },
      width: 24,
      height: 10
    })
  ]
}
