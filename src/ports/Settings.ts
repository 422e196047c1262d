/** What the operator has set, as a person may see it: each setting once, all problems at once, and no secret. */

export interface Setting {
  readonly name: string
  /** Null where nothing is set, or what is set can't be read. A secret shows that it is set, and of a URL all but the secret. */
  readonly value: string | null
  /** `none`: it is not set, and has no default. */
  readonly source: "environment" | "file" | "default" | "none"
  /** Where it can't be read, nobody knows, and it is taken for one. */
  readonly secret: boolean
  /** The file that holds it, where `source` is `file`. */
  readonly file: string | null
  /** Null where there is none. */
  readonly default: string | null
  /** Whether the chosen stores read it; what they do not read is no problem. */
  readonly used: boolean
  /** What is wrong and the way out, in one line. */
  readonly problem: string | null
}

/** A variable that looks like a setting and is none. */
export interface UnknownName {
  readonly name: string
  /** The setting that it resembles most; null where it resembles none. */
  readonly nearest: string | null
}

export interface SettingsReport {
  readonly settings: ReadonlyArray<Setting>
  readonly unknown: ReadonlyArray<UnknownName>
  /** All that keeps the program from starting, a line each. */
  readonly problems: ReadonlyArray<string>
}

/** Each issue that the schema names, with the name of its setting: `Expected an integer\n  at ["PORT"]`. */
const ISSUE = /Expected ([^\n]*)\s+at \["(\w+)"\]/

/** The schema's words about a setting, with its name first; they never hold its value. */
export const settingLine = (message: string, isSet: (name: string) => boolean): string => {
  const [, expected, name] = message.startsWith("SchemaError(") ? ISSUE.exec(message) ?? [] : []
  if (name === undefined) return message.replace(/^\w+\((.*)\)$/s, "$1").replace(/^\w+Error: /, "")
  const wrong = isSet(name) ? "is set to something else" : "is not set"
  return `${name} must be ${
    expected === "string" ? "set" : expected
  } and ${wrong}; the README's table of settings says what it is for`
}

/** A name that nobody reads, in one line. */
export const unknownLine = ({ name, nearest }: UnknownName): string =>
  `${name} is no setting of this program${nearest === null ? "" : `; is it ${nearest} that you mean?`}`
