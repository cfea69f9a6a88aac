// What the feed says.

const en = {
  list: (topic) => `Messages of ${topic}, newest first`,
  again: 'Try again',
  emptyTitle: 'All quiet',
  emptyText: 'New messages appear here the moment they are committed. There is no need to reload.',
  end: (limit) => `These are the newest ${limit}.`,
  failed: 'The messages could not be loaded.',
  nextTry: (seconds) => `Next try in ${seconds} s.`,
  refused: (topic) => `New messages of ${topic} are not for you to read.`,
  cleared: 'The topic was cleared.',
  arrived: (author, title) => `New message from ${author}${title && `: ${title}`}`,
  several: (count) => `${count} new messages`,
  unknown: 'unknown',
  nothing: 'An empty message',
  all: 'Show all',
  less: 'Show less',
};

const de = {
  list: (topic) => `Nachrichten von ${topic}, die neueste zuerst`,
  again: 'Noch einmal versuchen',
  emptyTitle: 'Alles ruhig',
  emptyText: 'Neue Nachrichten stehen hier, sobald es sie gibt. Neu laden ist nicht nötig.',
  end: (limit) => `Das sind die neuesten ${limit}.`,
  failed: 'Die Nachrichten konnten nicht geladen werden.',
  nextTry: (seconds) => `Nächster Versuch in ${seconds} s.`,
  refused: (topic) => `Neue Nachrichten von ${topic} sind nicht für Sie bestimmt.`,
  cleared: 'Das Thema wurde geleert.',
  arrived: (author, title) => `Neue Nachricht von ${author}${title && `: ${title}`}`,
  several: (count) => `${count} neue Nachrichten`,
  unknown: 'unbekannt',
  nothing: 'Eine leere Nachricht',
  all: 'Alles zeigen',
  less: 'Weniger zeigen',
};

const fr = {
  list: (topic) => `Messages de ${topic}, les plus récents d’abord`,
  again: 'Réessayer',
  emptyTitle: 'Tout est calme',
  emptyText: 'Les nouveaux messages apparaissent ici dès qu’ils existent. Inutile de recharger la page.',
  end: (limit) => `Voici les ${limit} plus récents.`,
  failed: 'Les messages n’ont pas pu être chargés.',
  nextTry: (seconds) => `Nouvel essai dans ${seconds} s.`,
  refused: (topic) => `Les nouveaux messages de ${topic} ne vous sont pas destinés.`,
  cleared: 'Le sujet a été vidé.',
  arrived: (author, title) => `Nouveau message de ${author}${title && ` : ${title}`}`,
  several: (count) => `${count} nouveaux messages`,
  unknown: 'inconnu',
  nothing: 'Un message vide',
  all: 'Tout afficher',
  less: 'Réduire',
};

/** @type {Record<string, typeof en>} */
export const words = { en, de, fr };
