// What the progress of a job is told in.

const en = {
  label: 'Progress',
  loading: 'Loading…',
  waiting: 'Not yet started',
  running: 'Running',
  complete: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
  // What publishers say of a running job; other words are shown as they are.
  states: { queued: 'In the queue', running: '', paused: 'Paused', preparing: 'Preparing', finishing: 'Finishing', cancelling: 'Being cancelled' },
  of: (done, total) => `${done} of ${total}`,
  speed: (rate) => `${rate}/s`,
  left: (span) => `about ${span} left`,
  download: 'Download',
  checksum: 'Checksum',
  noLink: 'Its result has no address that is safe to open.',
  unknown: 'No reason was given.',
  broken: 'How far it is could not be loaded.',
  again: 'Try again',
  refused: 'This job is not yours to follow.',
};

const de = {
  label: 'Fortschritt',
  loading: 'Wird geladen …',
  waiting: 'Noch nicht begonnen',
  running: 'Läuft',
  complete: 'Fertig',
  failed: 'Fehlgeschlagen',
  cancelled: 'Abgebrochen',
  states: { queued: 'In der Warteschlange', running: '', paused: 'Angehalten', preparing: 'Wird vorbereitet', finishing: 'Wird abgeschlossen', cancelling: 'Wird abgebrochen' },
  of: (done, total) => `${done} von ${total}`,
  speed: (rate) => `${rate}/s`,
  left: (span) => `noch etwa ${span}`,
  download: 'Herunterladen',
  checksum: 'Prüfsumme',
  noLink: 'Das Ergebnis hat keine Adresse, die sicher zu öffnen wäre.',
  unknown: 'Ein Grund wurde nicht genannt.',
  broken: 'Der Fortschritt konnte nicht geladen werden.',
  again: 'Noch einmal versuchen',
  refused: 'Diesen Auftrag dürfen Sie nicht verfolgen.',
};

const fr = {
  label: 'Progression',
  loading: 'Chargement…',
  waiting: 'Pas encore commencé',
  running: 'En cours',
  complete: 'Terminé',
  failed: 'Échec',
  cancelled: 'Annulé',
  states: { queued: 'En file d’attente', running: '', paused: 'En pause', preparing: 'Préparation', finishing: 'Finalisation', cancelling: 'Annulation en cours' },
  of: (done, total) => `${done} sur ${total}`,
  speed: (rate) => `${rate}/s`,
  left: (span) => `encore ${span} environ`,
  download: 'Télécharger',
  checksum: 'Somme de contrôle',
  noLink: 'Le résultat n’a pas d’adresse sûre à ouvrir.',
  unknown: 'Aucune raison n’a été donnée.',
  broken: 'La progression n’a pas pu être chargée.',
  again: 'Réessayer',
  refused: 'Vous ne pouvez pas suivre cette tâche.',
};

/** @type {Record<string, typeof en>} */
export const words = { en, de, fr };
