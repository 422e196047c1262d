/** The colours of the dashboards: those in which readers of éCO2mix know each filière, and three for how things stand. */
import type { Filiere } from "#domain/Filiere"
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

/** Grafana's own names, which follow its theme: nothing to do; look at it today; act now. */
export const WELL = "green"
export const SOON = "orange"
export const NOW = "red"

/** For what is neither well nor unwell. */
export const QUIET = "blue"
export const FAINT = "#8f9bb3"
