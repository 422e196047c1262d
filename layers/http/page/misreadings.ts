/** Why a parameter of the page's address was not understood, and what is done in its place, in both languages. */
import type { Language } from "./Format.ts"
import type { Misread } from "./Question.ts"

export const misreadings: Readonly<Record<Language, Readonly<Record<Misread["why"], string>>>> = {
  fr: {
    unknown: "ce paramètre n'existe pas ici",
    twice: "il ne peut y en avoir qu'un ; le premier compte",
    region: "ce n'est pas le code INSEE d'une région d'éCO2mix ; la région habituelle est montrée",
    span: "on attend 1, 7, 30 ou dates ; un jour est montré",
    nature: "cette nature n'existe pas ; la meilleure est montrée",
    date: "on attend un jour du calendrier, AAAA-MM-JJ",
    order: "la période finit avant de commencer ; un jour est montré",
    long: "la période dépasse 800 jours ; un jour est montré",
    lone: "il manque l'autre bout de la période ; ce seul jour est montré",
    number: "on attend un numéro de page",
    part: "cette partie de la page n'existe pas ; tout est montré"
  },
  en: {
    unknown: "there is no such parameter here",
    twice: "there can be one only; the first counts",
    region: "this is not the INSEE code of a region of éCO2mix; the usual region is shown",
    span: "1, 7, 30 or dates is expected; a day is shown",
    nature: "there is no such nature; the best one is shown",
    date: "a day of the calendar is expected, YYYY-MM-DD",
    order: "the span ends before it begins; a day is shown",
    long: "the span is longer than 800 days; a day is shown",
    lone: "the other end of the span is missing; this day alone is shown",
    number: "the number of a page is expected",
    part: "the page has no such part; all of it is shown"
  }
}
