/** What a person can do about a failure, by its code, in French: the same as `#ports/remedy` says in English. */
export const remediesFrench: Readonly<Record<string, string>> = {
  "Ingest.Unreachable":
    "Rien à faire : il est retenté, et le matin suivant lit ce que celui-ci a manqué. eco2mixd doctor dit si ODRÉ répond.",
  "Ingest.Incomplete":
    "Rien à faire : ODRÉ n'a envoyé qu'une partie de la période, et elle est relue. Si cela dure un jour, prévenez ODRÉ.",
  "Ingest.QuotaExhausted":
    "Attendez le nouveau mois, ou lisez depuis une autre adresse ; ECO2MIXD_QUOTA_RESERVE garde davantage pour les matins.",
  "Ingest.Refused":
    "ODRÉ dit que la requête est fausse : voyez si ECO2MIXD_SOURCE_URL est juste, et si le jeu de données existe encore.",
  "Ingest.Unreadable":
    "La réponse n'est pas celle d'ODRÉ : un mandataire s'interpose peut-être, ou ECO2MIXD_SOURCE_URL est faux.",
  "Lake.Unreachable": "Voyez si le lac est démarré (eco2mixd doctor), et si MONGO_URL, là où il est défini, est juste.",
  "Lake.Busy": "Rien à faire : il est retenté. Si cela dure, le serveur du lac est trop petit, ou fait autre chose.",
  "Lake.Refused": "Le lac a refusé une commande : voyez les droits du compte, et le disque du lac.",
  "Lake.Corrupt":
    "Le lac contient ce que ce programme n'a jamais écrit : comparez avec une sauvegarde avant toute autre chose.",
  "Transform.LakeUnavailable": "Voyez si le lac est démarré : eco2mixd doctor.",
  "Transform.Corrupt": "Le lac contient ce qui ne s'additionne pas : eco2mixd audit nomme les jours.",
  "Sink.Unreachable":
    "Voyez si PostgreSQL est démarré (eco2mixd doctor), et si DATABASE_URL, là où il est défini, est juste.",
  "Sink.Busy": "Rien à faire : il est retenté. Si cela dure, cherchez des verrous et comptez les connexions.",
  "Sink.Refused": "PostgreSQL a refusé une instruction : voyez les droits du compte, et le disque.",
  "Ledger.Unreachable":
    "Voyez si PostgreSQL est démarré (eco2mixd doctor), et si DATABASE_URL, là où il est défini, est juste.",
  "Ledger.Busy": "Rien à faire : il est retenté. Si cela dure, cherchez des verrous et comptez les connexions.",
  "Ledger.Refused": "PostgreSQL a refusé une instruction : voyez les droits du compte, et le disque.",
  "Gate.LeadershipLost": "Rien à faire : un autre démon mène à présent, et fait ce travail.",
  "Gate.QuotaReserved":
    "Relancez la lecture de l'historique le mois prochain, elle reprend où elle s'est arrêtée ; ou baissez ECO2MIXD_QUOTA_RESERVE.",
  "Gate.CalledOff": "Rien à faire : quelqu'un a annulé ce travail.",
  "Crew.GivenUp":
    "Voyez pourquoi les démons qui faisaient ce mois sont morts (mémoire ?), et relancez : le travail reprend où il en était.",
  Defect: "C'est une erreur du programme : signalez-la avec les lignes du journal qui l'entourent."
}
