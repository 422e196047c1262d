/** What Grafana itself makes of a panel's answers, by its own library: columns, names, texts, colours. */
import {
  applyFieldOverrides,
  createTheme,
  type DataFrame,
  dataLinksOverrideProcessor,
  type DataTransformerConfig,
  type DataTransformerInfo,
  displayNameOverrideProcessor,
  FieldConfigOptionsRegistry,
  type FieldConfigPropertyItem,
  type FieldConfigSource,
  type GrafanaTheme2,
  identityOverrideProcessor,
  numberOverrideProcessor,
  standardFieldConfigEditorRegistry,
  standardTransformers,
  standardTransformersRegistry,
  stringOverrideProcessor,
  thresholdsOverrideProcessor,
  toDataFrame,
  transformDataFrame,
  valueMappingsOverrideProcessor
} from "@grafana/data"
import { firstValueFrom } from "rxjs"

/** A table as its data source answered it, and JSON carries it. */
export interface Answered {
  readonly refId: string
  readonly name?: string
  readonly fields: ReadonlyArray<{
    readonly name: string
    readonly type: "time" | "number" | "string" | "boolean"
    readonly labels?: Readonly<Record<string, string>>
    readonly config?: { readonly displayNameFromDS?: string }
    readonly values: ReadonlyArray<unknown>
  }>
}

/** The parts of a panel in a dashboard's JSON that say how its answers are shown. */
export interface Asked {
  readonly fieldConfig: FieldConfigSource
  readonly transformations?: ReadonlyArray<DataTransformerConfig>
}

export const themeOf = (mode: "light" | "dark"): GrafanaTheme2 => createTheme({ colors: { mode } })

type Process = FieldConfigPropertyItem["process"]

const item = (id: string, process: Process, isCustom = false): FieldConfigPropertyItem => ({
  id: isCustom ? `custom.${id}` : id,
  path: id,
  name: id,
  isCustom,
  process,
  shouldApply: () => true,
  // Editors are what these entries are made for elsewhere; nobody edits here.
  editor: () => null,
  override: () => null
} as unknown as FieldConfigPropertyItem)

const STANDARD: ReadonlyArray<FieldConfigPropertyItem> = [
  item("unit", stringOverrideProcessor as Process),
  item("decimals", numberOverrideProcessor as Process),
  item("min", numberOverrideProcessor as Process),
  item("max", numberOverrideProcessor as Process),
  item("thresholds", thresholdsOverrideProcessor as Process),
  item("mappings", valueMappingsOverrideProcessor as Process),
  item("displayName", displayNameOverrideProcessor as Process),
  item("noValue", stringOverrideProcessor as Process),
  item("color", identityOverrideProcessor as Process),
  item("links", dataLinksOverrideProcessor as Process)
]

standardFieldConfigEditorRegistry.setInit(() => [...STANDARD])
standardTransformersRegistry.setInit(() =>
  Object.values(standardTransformers as unknown as Record<string, DataTransformerInfo>)
    .filter(({ id }, at, all) => all.findIndex((one) => one.id === id) === at)
    .map((transformer) => ({
      id: transformer.id,
      name: transformer.name,
      transformation: () => Promise.resolve(transformer),
      editor: () => null,
      imageDark: "",
      imageLight: ""
    }))
)

/** Each kind of panel has options of its own for its fields; here they are those that the panel has set. */
const registryOf = ({ defaults, overrides }: FieldConfigSource): FieldConfigOptionsRegistry => {
  const own = new Set(Object.keys(defaults.custom ?? {}))
  for (const { properties } of overrides) {
    for (const { id } of properties) if (id.startsWith("custom.")) own.add(id.slice("custom.".length))
  }
  return new FieldConfigOptionsRegistry(() => [
    ...STANDARD,
    ...[...own].map((id) => item(id, identityOverrideProcessor as Process, true))
  ])
}

/** The answers after the panel's transformations and overrides; each field can then say its name, texts and colours. */
export const shown = async (
  { fieldConfig, transformations = [] }: Asked,
  answers: ReadonlyArray<Answered>,
  theme: GrafanaTheme2
): Promise<ReadonlyArray<DataFrame>> => {
  const frames = answers.map((answer) => toDataFrame(answer))
  const transformed = transformations.length === 0
    ? frames
    : await firstValueFrom(transformDataFrame([...transformations], frames))
  return applyFieldOverrides({
    data: transformed,
    fieldConfig,
    fieldConfigRegistry: registryOf(fieldConfig),
    replaceVariables: (text) => text,
    theme,
    timeZone: "Europe/Paris"
  })
}
