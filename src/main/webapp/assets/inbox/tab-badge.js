// What a browser's tab tells when its page is out of sight.

const NUMBER = /^\(\d+\+?\) /;

let usual; // address of the page's own icon

/** "(3) Title"; 0: the title alone. The page may change its title meanwhile. */
export function badgeTitle(n) {
  const title = document.title.replace(NUMBER, '');
  const wanted = n > 0 ? `(${n}) ${title}` : title;
  if (document.title !== wanted) document.title = wanted;
}

/**
 * Another icon; null: the page's own. A file, not a canvas: the policy allows no `data:` addresses.
 * @param {string|URL|null} href
 */
export function badgeIcon(href) {
  const link = document.querySelector('link[rel~="icon"]');
  if (!link) return;
  usual ??= link.href;
  const wanted = String(href ?? usual);
  if (link.href !== wanted) link.href = wanted;
}
