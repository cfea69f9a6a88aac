// Messages that arrived while nobody looked are counted in the tab's title.

const title = document.title;
let count = 0;

export function countUnread() {
  if (document.hidden) show(count + 1);
}

document.addEventListener('visibilitychange', () => document.hidden || show(0));

function show(unread) {
  count = unread;
  document.title = count > 0 ? `(${count}) ${title}` : title;
}
