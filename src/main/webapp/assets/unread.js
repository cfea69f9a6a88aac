// Messages that arrived while nobody looked are counted in the tab's title. A page's own matter: no element does it.

const title = document.title;
let count = 0;

document.addEventListener('tidings-message', () => document.hidden && show(count + 1));
document.addEventListener('visibilitychange', () => document.hidden || show(0));

function show(unread) {
  count = unread;
  document.title = count > 0 ? `(${count}) ${title}` : title;
}
