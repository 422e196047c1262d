/** The colours of the dashboards: those in which readers of éCO2mix know each filière, and three for how things stand. */
import type { Filiere } from "#domain/Filiere"
import type { Region } from "#domain/Region"
import { French } from "#layers/http/page/French"

interface Look {
  /** As a legend says it. */
  readonly label: string
  readonly colour: string
}

/** The first five are RTE's own. */
export const FILIERES: Readonly<Record<Filiere, Look>> = {
  nucleaire: { label: French.filieres.nucleaire, colour: "#e5cd00" },
  thermique: { label: French.filieres.thermique, colour: "#7e52a0" },
  eolien: { label: French.filieres.eolien, colour: "#71cdb8" },
  solaire: { label: French.filieres.solaire, colour: "#d66b0d" },
  hydraulique: { label: French.filieres.hydraulique, colour: "#1f73b5" },
  pompage: { label: French.filieres.pompage, colour: "#114774" },
  bioenergies: { label: French.filieres.bioenergies, colour: "#166a57" },
  stockage_batterie: { label: French.filieres.stockage_batterie, colour: "#8f9bb3" },
  destockage_batterie: { label: French.filieres.destockage_batterie, colour: "#5b6785" }
}

/** A line in the text's colour, light on dark grounds and dark on light ones. */
export const CONSUMPTION: Look = { label: French.consumption, colour: "text" }

/** Twelve lines on one graph, told apart on light and dark grounds. */
export const REGION_COLOURS: Readonly<Record<Region, string>> = {
  "11": "#1f77b4",
  "24": "#ff7f0e",
  "27": "#2ca02c",
  "28": "#e0483e",
  "32": "#9467bd",
  "44": "#a0624e",
  "52": "#e377c2",
  "53": "#8a8a8a",
  "75": "#b5b61f",
  "76": "#17becf",
  "84": "#6b7fff",
  "93": "#c2185b"
}

/** Grafana's own names, which follow its theme: nothing to do; look at it today; act now. */
export const WELL = "green"
export const SOON = "orange"
export const NOW = "red"

/** For what is neither well nor unwell. */
export const QUIET = "blue"
export const FAINT = "#8f9bb3"
