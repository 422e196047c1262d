/** Grafana's own arithmetic of panels: what a figure or a cell would print, and in which colour, from data that is given. */
import type * as GrafanaData from "@grafana/data"
import type { Panel } from "@grafana/grafana-foundation-sdk/dashboard"
import { createRequire } from "node:module"

const require = createRequire(import.meta.url)

/** Loaded within a document, which its transformations expect; its entry for imports does not load in Node. */
const data: typeof GrafanaData = (() => {
  const { JSDOM } = require("jsdom")
  const { window } = new JSDOM("", { url: "http://localhost/" })
  for (const name of ["document", "localStorage", "HTMLElement", "Element", "Node"]) {
    Object.defineProperty(globalThis, name, { value: window[name], configurable: true })
  }
  Object.defineProperty(globalThis, "window", { value: window, configurable: true })
  return require("@grafana/data")
})()

/** Without these entries units, thresholds and overrides are left out in silence. */
const properties: ReadonlyArray<readonly [id: string, process: unknown]> = [
  ["unit", data.unitOverrideProcessor],
  ["decimals", data.numberOverrideProcessor],
  ["min", data.numberOverrideProcessor],
  ["max", data.numberOverrideProcessor],
  ["thresholds", data.thresholdsOverrideProcessor],
  ["mappings", data.valueMappingsOverrideProcessor],
  ["displayName", data.displayNameOverrideProcessor],
  ["noValue", data.stringOverrideProcessor],
  ["color", data.identityOverrideProcessor],
  ["links", data.dataLinksOverrideProcessor]
]

data.standardFieldConfigEditorRegistry.setInit(() =>
  properties.map(([id, process]) => ({
    id,
    path: id,
    name: id,
    process,
    shouldApply: () => true,
    override: () => null,
    editor: () => null,
    settings: {}
  })) as never
)
data.standardTransformersRegistry.setInit(() =>
  [...new Map(Object.values(data.standardTransformers).map((one) => [one.id, one])).values()].map((one) => ({
    id: one.id,
    name: one.name,
    editor: () => null,
    transformation: () => Promise.resolve(one)
  })) as never
)

const theme = data.createTheme()

/** Ids of all units that Grafana knows. */
export const units = (): ReadonlySet<string> =>
  new Set(data.getValueFormats().flatMap(({ submenu }) => submenu.map(({ value }) => value!)))

/** A column, as a data source sends it. */
export interface Sent {
  readonly name: string
  readonly type: "number" | "string" | "time"
  readonly values: ReadonlyArray<number | string | null>
  /** Of a series; its legend is `legend`. */
  readonly labels?: Readonly<Record<string, string>>
  readonly legend?: string
}

const frameOf = (columns: ReadonlyArray<Sent>, refId: string): GrafanaData.DataFrame =>
  data.toDataFrame({
    refId,
    fields: columns.map(({ labels, legend, name, type, values }) => ({
      name,
      type,
      values,
      ...(labels === undefined ? {} : { labels }),
      config: legend === undefined ? {} : { displayNameFromDS: legend }
    }))
  })

const framesOf = (answers: ReadonlyArray<ReadonlyArray<Sent>>): Array<GrafanaData.DataFrame> =>
  answers.map((columns, at) => frameOf(columns, String.fromCharCode(65 + at)))

/** What is printed, in the colour of Grafana's dark theme. */
export interface Printed {
  readonly title: string
  readonly text: string
  readonly colour: string
}

const replaced = (text: string | undefined): string => text ?? ""

const dressed = (panel: Panel, frames: ReadonlyArray<GrafanaData.DataFrame>) =>
  data.applyFieldOverrides({
    data: [...frames],
    fieldConfig: panel.fieldConfig as never,
    replaceVariables: replaced as never,
    theme,
    timeZone: "Europe/Paris"
  })

/** The figures of a stat panel, one for each query's answer. */
export const figuresOf = (panel: Panel, answers: ReadonlyArray<ReadonlyArray<Sent>>): ReadonlyArray<Printed> =>
  data.getFieldDisplayValues({
    data: dressed(panel, framesOf(answers)),
    fieldConfig: panel.fieldConfig as never,
    reduceOptions: (panel.options as { readonly reduceOptions: GrafanaData.ReduceDataOptions }).reduceOptions,
    replaceVariables: replaced as never,
    theme,
    timeZone: "Europe/Paris"
  }).map(({ display }) => ({
    title: display.title ?? "",
    text: data.formattedValueToString(display),
    colour: colourOf(display.color)
  }))

/** The cells of a table by line, without those of hidden columns. */
export const cellsOf = async (
  panel: Panel,
  answers: ReadonlyArray<ReadonlyArray<Sent>>
): Promise<ReadonlyArray<ReadonlyArray<Printed>>> => {
  const frames = framesOf(answers)
  const transformed = await new Promise<ReadonlyArray<GrafanaData.DataFrame>>((resolve) => {
    data.transformDataFrame([...panel.transformations ?? []] as never, frames).subscribe(resolve)
  })
  const [frame] = dressed(panel, transformed)
  const shown = frame!.fields.filter(({ name }) => !isHidden(panel, name))
  return Array.from({ length: frame!.length }, (_, line) =>
    shown.map((field) => {
      const display = field.display!(field.values[line])
      return {
        title: data.getFieldDisplayName(field, frame),
        text: data.formattedValueToString(display),
        colour: colourOf(display.color)
      }
    }))
}

/** `custom.hidden` is the table panel's own property, which is not registered here. */
const isHidden = ({ fieldConfig }: Panel, name: string): boolean =>
  (fieldConfig?.overrides ?? []).some(({ matcher, properties }) =>
    matcher.options === name && properties.some(({ id, value }) => id === "custom.hidden" && value === true)
  )

/** The name of a colour where it is one of the theme's; `text` is what nobody coloured. */
const colourOf = (colour: string | undefined): string =>
  colour === data.colorManipulator.asHexString(theme.colors.text?.primary ?? "")
    ? "text"
    : ["green", "orange", "red", "blue"].find((name) => theme.visualization.getColorByName(name) === colour) ??
      colour ?? ""
